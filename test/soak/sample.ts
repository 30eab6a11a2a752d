import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { memoryOf, treeOf } from "#test/bench/process-tree.ts";
import type { Inside } from "./inside.ts";

/** What a server and its database hold at an instant. Units: MB of 1,000,000 bytes. */
export interface Sample extends Inside {
  atMs: number;
  serverMb: number;
  databaseMb: number;
  serverFds: number;
  databaseProcesses: number;
  /** Those of its folder that any of its processes has open, each once. */
  databaseFiles: number;
  /** Those of them that are deleted. */
  databaseGone: number;
  /** All that its processes have open together. */
  databaseFds: number;
  threads: number;
  tablesMb: number;
  walMb: number;
  spoolMb: number;
  backupsMb: number;
}

interface Watched {
  pid: number;
  /** Where DATA_DIR is, as `data`, and BACKUP_DIR, as `backups`. */
  folder: string;
  insideFile: string;
  startedMs: number;
}

/** How Linux calls what is deleted and still open. */
const gone = " (deleted)";

/** Looks at a server from outside, and at what it has said about itself last. */
export function takeSample({ pid, folder, insideFile, startedMs }: Watched): Sample {
  const [server = 0, ...database] = treeOf(pid);
  const wal = bytesIn(join(folder, "data/pg18/pg_wal"));
  const databaseLinks = database.flatMap(linksOf);
  const held = databaseLinks.filter((link) => link.startsWith(folder));
  return {
    ...(JSON.parse(readFileSync(insideFile, "utf8")) as Inside),
    atMs: performance.now() - startedMs,
    serverMb: statusOf(server, "VmRSS") / 1_000,
    databaseMb: memoryOf(database),
    serverFds: linksOf(server).length,
    databaseProcesses: database.length,
    databaseFiles: new Set(held.filter((link) => !link.endsWith(gone))).size,
    databaseGone: new Set(held.filter((link) => link.endsWith(gone))).size,
    databaseFds: databaseLinks.length,
    threads: statusOf(server, "Threads"),
    tablesMb: (bytesIn(join(folder, "data/pg18")) - wal) / 1e6,
    walMb: wal / 1e6,
    spoolMb: bytesIn(join(folder, "data/spool")) / 1e6,
    backupsMb: bytesIn(join(folder, "backups")) / 1e6,
  };
}

/** What a process has open: paths, sockets and the like. */
function linksOf(pid: number): string[] {
  const folder = join("/proc", String(pid), "fd");
  return namesIn(folder).map((name) => {
    try {
      return readlinkSync(join(folder, name));
    } catch {
      return "closed meanwhile";
    }
  });
}

function statusOf(pid: number, name: string): number {
  const text = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1]);
}

/** What a folder takes of the disk; what goes away meanwhile takes nothing. */
function bytesIn(folder: string): number {
  return namesIn(folder).reduce((sum, name) => {
    const path = join(folder, name);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    return sum + (stats?.isDirectory() ? bytesIn(path) : (stats?.blocks ?? 0) * 512);
  }, 0);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
