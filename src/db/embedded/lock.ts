import {
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { StartupError } from "#src/lib/errors.ts";
import { lockFile } from "./libc.ts";

const lockName = "instance.lock";
// A command that asks whether a server is running holds the lock for an instant, and a server that
// was just killed may need one to be gone.
const patienceMs = 500;

/** The right to be the only server on a data folder, until it is given back or we die. */
export interface DataLock {
  release(): void;
}

/**
 * Takes the data folder for this process.
 * Errors: `StartupError` when another server has it.
 */
export async function lockDataDir(dataDir: string): Promise<DataLock> {
  const path = join(dataDir, lockName);
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const fd = openSync(path, "a+", 0o600);
    if (lockFile(fd, "exclusive") && isStill(fd, path)) {
      ftruncateSync(fd, 0);
      writeSync(fd, `${process.pid}\n`);
      return { release: () => closeSync(fd) };
    }
    closeSync(fd);
    if (performance.now() > deadline) throw new StartupError(refusal(dataDir));
    await Bun.sleep(50);
  }
}

/** Whether a server, or a command with the database open, has this data folder now. */
export function isDataDirLocked(dataDir: string): boolean {
  let fd: number;
  try {
    fd = openSync(join(dataDir, lockName), "r");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
  try {
    return !lockFile(fd, "shared");
  } finally {
    closeSync(fd);
  }
}

/** A start that failed may have deleted the file between our opening and our locking it. */
function isStill(fd: number, path: string): boolean {
  return fstatSync(fd).ino === statSync(path, { throwIfNoEntry: false })?.ino;
}

function refusal(dataDir: string): string {
  const pid = readFileSync(join(dataDir, lockName), "utf8").trim();
  const who = pid ? ` (process ${pid})` : "";
  return `The data folder ${dataDir} is in use by another running server${who}.`;
}
