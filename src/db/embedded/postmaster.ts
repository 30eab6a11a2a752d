import { type ChildProcess, spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { join, resolve } from "node:path";
import { StartupError } from "#src/lib/errors.ts";
import { explainEnd } from "./failure.ts";
import { LAUNCH, type LaunchOrder, launchFailure } from "./launcher.ts";
import type { Layout } from "./layout.ts";
import { openLog, readLogSince, sizeOf } from "./log-file.ts";
import { type Owner, wallError } from "./owner.ts";
import { readPidFile } from "./pid-file.ts";

const readyMaxMs = 600_000;
const env = { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };

/** How to start PostgreSQL on a data folder. */
export interface Post {
  layout: Layout;
  owner: Owner | null;
  /** The folder that hides the data folder from the owner, if one does. */
  wall: string | null;
}

/**
 * Starts PostgreSQL and waits until it takes connections; `halt` ends the wait and what was begun.
 * Units: a start after a crash replays the log, which may take minutes; ten are waited.
 * Errors: `StartupError` that says why it did not start.
 */
export async function startPostmaster(post: Post, halt: AbortSignal): Promise<ChildProcess> {
  const { cluster, logFile } = post.layout;
  // To a file, not a pipe: a pipe would die with us, and PostgreSQL with it, before it has shut down.
  const fd = openLog(logFile);
  const logStart = sizeOf(logFile);
  const child = spawnPostmaster(post, fd);
  closeSync(fd);
  let spawnError: Error | undefined;
  child.on("error", (error) => {
    spawnError = error;
  });
  const stopWaiting = () => child.kill("SIGINT");
  halt.addEventListener("abort", stopWaiting);
  try {
    const deadline = performance.now() + readyMaxMs;
    while (performance.now() < deadline) {
      if (spawnError) throw new StartupError(`PostgreSQL cannot be run: ${spawnError.message}.`);
      if (isOver(child)) throw explainOver(post, child, readLogSince(logFile, logStart));
      const file = readPidFile(cluster);
      if (file?.isReady && file.pid === child.pid) return child;
      await Bun.sleep(3);
    }
    child.kill("SIGQUIT");
    throw new StartupError("The embedded PostgreSQL did not become ready in ten minutes.");
  } finally {
    halt.removeEventListener("abort", stopWaiting);
  }
}

/** Whether a child process has ended. */
export function isOver(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function explainOver({ layout, owner, wall }: Post, child: ChildProcess, said: string) {
  const { exitCode: code, signalCode: signal } = child;
  if (code === launchFailure.wall && wall && owner) return wallError(wall, owner);
  return explainEnd({ layout, code, signal, said });
}

function spawnPostmaster({ layout, owner, wall }: Post, log: number): ChildProcess {
  const program = [join(layout.runtime, "bin/postgres"), "-D", layout.cluster];
  const options = { env, cwd: "/", stdio: ["ignore", log, log] as ["ignore", number, number] };
  if (process.platform !== "linux") {
    const [path = "", ...words] = program;
    return spawn(path, words, { ...options, ...owner, detached: true });
  }
  const order: LaunchOrder = {
    owner,
    parent: process.pid,
    wall: wall ? { folder: wall, dataDir: layout.dataDir } : null,
  };
  const [self = "", ...words] = ownProgram();
  return spawn(self, [...words, LAUNCH, JSON.stringify(order), ...program], options);
}

/** How to run a fresh copy of this program: the binary, or Bun with the checkout's entry. */
function ownProgram(): string[] {
  if (Bun.isStandaloneExecutable) return [process.execPath];
  return [process.execPath, resolve(import.meta.dir, "../../main.ts")];
}
