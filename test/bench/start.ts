/**
 * How long the release binary takes to start, and what it holds when idle.
 * Units: ms from the start of the process to the first 200 of /health; memory is PSS, which counts
 * shared pages once, over all processes. Prints one line of JSON last.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { createFolder } from "#test/support/folder.ts";
import { freePort } from "#test/support/port.ts";
import { type ServerProcess, startServerProcess } from "#test/support/server-process.ts";

const runs = 5;
const idleMs = 10_000;
const binary = resolve(import.meta.dir, "../../dist/tracker-analytics");

if (!existsSync(binary)) {
  console.error("dist/tracker-analytics is missing: run `bun run build` first.");
  process.exit(1);
}

const cold: number[] = [];
const warm: number[] = [];
const idle: number[] = [];
for (let run = 1; run <= runs; run++) {
  const folder = createFolder("bench-start");
  const first = await timeStart(folder.path);
  await first.server.end();
  const second = await timeStart(folder.path);
  await Bun.sleep(run === runs ? idleMs : 0);
  if (run === runs) idle.push(memoryOf(second.server.pid));
  await second.server.end();
  folder.remove();
  cold.push(first.ms);
  warm.push(second.ms);
  console.log(`run ${run}: cold ${first.ms} ms, warm ${second.ms} ms`);
}
console.log(
  JSON.stringify({
    cold_ms: median(cold),
    warm_ms: median(warm),
    idle_mb: Math.round(idle[0] ?? 0),
    binary_mb: Math.round(statSync(binary).size / 1e6),
  }),
);

async function timeStart(cwd: string): Promise<{ server: ServerProcess; ms: number }> {
  const port = freePort();
  const startedMs = performance.now();
  const starting = startServerProcess({ command: [binary, "--port", String(port)], cwd });
  while (!(await isReady(port))) await Bun.sleep(5);
  const ms = Math.round(performance.now() - startedMs);
  return { server: await starting, ms };
}

async function isReady(port: number): Promise<boolean> {
  return await fetch(`http://127.0.0.1:${port}/health`).then(
    (answer) => answer.ok,
    () => false,
  );
}

/** Memory of a process and all that it has started, in MB. */
function memoryOf(pid: number): number {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const parent = Number(/^PPid:\s+(\d+)/m.exec(readProc(name, "status"))?.[1] ?? 0);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const pssOf = (id: number): number => {
    const kb = Number(/^Pss:\s+(\d+)/m.exec(readProc(String(id), "smaps_rollup"))?.[1] ?? 0);
    return (children.get(id) ?? []).reduce((sum, child) => sum + pssOf(child), kb * 1024);
  };
  return pssOf(pid) / 1e6;
}

function readProc(pid: string, file: string): string {
  try {
    return readFileSync(join("/proc", pid, file), "utf8");
  } catch {
    // The process has ended meanwhile.
    return "";
  }
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
