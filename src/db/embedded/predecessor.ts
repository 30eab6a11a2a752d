import { rmSync } from "node:fs";
import { join } from "node:path";
import { StartupError } from "#src/lib/errors.ts";
import { type Layout, socketPort } from "./layout.ts";
import { readPidFile } from "./pid-file.ts";
import { isPostmasterOf, processesIn } from "./process.ts";

const fastStopMs = 20_000;
const stopMaxMs = 30_000;
const killMaxMs = 2_000;

/**
 * Ends what an earlier server has left, a PostgreSQL still running or only its lock files, so that
 * ours can start. The caller holds the data folder's lock: no living server can own what is found.
 * PostgreSQL itself asks only whether a process of that number exists, and so refuses to start
 * beside a zombie, or a stranger that got the number. An orphan is stopped, not adopted: it would
 * keep its old settings, and nobody would learn of its end.
 * Errors: `StartupError` when the orphan does not stop.
 */
export async function endPredecessor(
  { cluster }: Layout,
  socketDir: string,
  log: (line: string) => void,
): Promise<void> {
  const left = readPidFile(cluster);
  if (left && isPostmasterOf(left.pid, cluster)) {
    log(`stopping the PostgreSQL ${left.pid} that an earlier server left`);
    await stopOrphan(left.pid, cluster);
  }
  // Without their postmaster these end by themselves, but a long query first runs to its end.
  if (left) await endProcesses(cluster);
  rmSync(join(cluster, "postmaster.pid"), { force: true });
  for (const folder of new Set([socketDir, left?.socketDir ?? socketDir]))
    for (const ending of ["", ".lock"])
      rmSync(join(folder, `.s.PGSQL.${socketPort}${ending}`), { force: true });
}

async function stopOrphan(pid: number, cluster: string): Promise<void> {
  const startedMs = performance.now();
  let signal: NodeJS.Signals = "SIGINT";
  process.kill(pid, signal);
  while (isPostmasterOf(pid, cluster)) {
    const waitedMs = performance.now() - startedMs;
    if (waitedMs > stopMaxMs)
      throw new StartupError(`The PostgreSQL ${pid} of an earlier server does not stop.`);
    if (waitedMs > fastStopMs && signal === "SIGINT") {
      signal = "SIGQUIT";
      process.kill(pid, signal);
    }
    await Bun.sleep(5);
  }
}

/** Ends them, and gives the system a moment to take them away. */
async function endProcesses(cluster: string): Promise<void> {
  const deadline = performance.now() + killMaxMs;
  for (let pids = processesIn(cluster); pids.length > 0; pids = processesIn(cluster)) {
    for (const pid of pids) endNow(pid);
    if (performance.now() > deadline) return;
    await Bun.sleep(5);
  }
}

function endNow(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended since.
  }
}
