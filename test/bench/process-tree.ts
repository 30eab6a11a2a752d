import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A process and all that it has started, by pid; of Linux's /proc. */
export function treeOf(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const parent = Number(/^PPid:\s+(\d+)/m.exec(readProc(Number(name), "status"))?.[1] ?? 0);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const all = (id: number): number[] => [id, ...(children.get(id) ?? []).flatMap(all)];
  return all(pid);
}

/** What processes hold, shared pages counted once. Units: MB. */
export function memoryOf(pids: readonly number[]): number {
  const kb = pids.map((pid) => /^Pss:\s+(\d+)/m.exec(readProc(pid, "smaps_rollup"))?.[1] ?? 0);
  return kb.reduce<number>((sum, one) => sum + Number(one), 0) / 1_000;
}

/** The time that processes have computed. Units: seconds; of those that live. */
export function cpuOf(pids: readonly number[]): number {
  const ticks = pids.map((pid) => {
    // The name of the program, in brackets, may hold blanks.
    const fields = readProc(pid, "stat").split(") ")[1]?.split(" ") ?? [];
    return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  });
  return ticks.reduce((sum, one) => sum + one, 0) / 100;
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(join("/proc", String(pid), file), "utf8");
  } catch {
    // The process has ended meanwhile.
    return "";
  }
}
