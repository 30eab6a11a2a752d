import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";

// "/data/runtime/pg-18…/bin/postgres -D /data/pg18", or "postgres: checkpointer".
const isPostgres = /(^|\/)postgres(:| -D )/;

/** Whether a process of this number exists, whoever it belongs to; true also for a zombie. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * Whether the process is the PostgreSQL of this cluster, and not another one that got its number,
 * as happens in containers, nor a zombie, whose command line is empty.
 */
export function isPostmasterOf(pid: number, cluster: string): boolean {
  if (!isAlive(pid)) return false;
  const words = commandLine(pid);
  return words.includes("postgres") && words.includes(cluster);
}

/** How a process was started, or what it calls itself since; empty when there is none. */
export function commandLine(pid: number): string {
  if (process.platform !== "linux")
    return spawnSync("/bin/ps", ["-o", "command=", "-p", String(pid)]).stdout.toString();
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1").replaceAll("\0", " ");
  } catch {
    // It has ended since.
    return "";
  }
}

/**
 * The PostgreSQL processes of a cluster, which all work in its folder. Linux only; empty elsewhere.
 * Compared by the folder itself, because its name can look different from where they are.
 */
export function processesIn(cluster: string): number[] {
  const folder = statSync(cluster, { throwIfNoEntry: false });
  if (process.platform !== "linux" || !folder) return [];
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => {
    try {
      const { dev, ino } = statSync(`/proc/${pid}/cwd`);
      return dev === folder.dev && ino === folder.ino && isPostgres.test(commandLine(pid));
    } catch {
      // It has ended, or belongs to somebody whom we may not look at.
      return false;
    }
  });
}
