import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { StartupError } from "#src/lib/errors.ts";
import { launchFailure } from "./launcher.ts";
import type { Layout } from "./layout.ts";

const reasons: Record<string, string> = {
  EACCES: "permission is denied",
  EPERM: "the operation is not permitted",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  ENOTDIR: "a file is in its place",
  EEXIST: "a file is in its place",
  ENAMETOOLONG: "its name is too long",
  EMFILE: "too many files are open",
};

/**
 * Turns what the file system refused into a sentence; what is already one, and what is a bug, stays
 * as it is.
 */
export function explainFailure(error: unknown, dataDir: string): unknown {
  const { code, path = dataDir } = error as NodeJS.ErrnoException;
  const reason = code ? reasons[code] : undefined;
  if (error instanceof StartupError || !reason) return error;
  if (path !== dataDir && !path.startsWith(`${dataDir}/`))
    return new StartupError(`${path} cannot be used: ${reason}.`);
  const where = path === dataDir || code === "ENOTDIR" ? "" : ` (${path})`;
  return new StartupError(`The data folder ${dataDir} cannot be used: ${reason}${where}.`);
}

interface EndedInput {
  layout: Layout;
  code: number | null;
  signal: NodeJS.Signals | null;
  /** What PostgreSQL has written to its log since it was started. */
  said: string;
}

/** Why a PostgreSQL that was just started has ended, in a sentence. */
export function explainEnd({ layout, code, signal, said }: EndedInput): StartupError {
  const [, library] = /shared libraries: (\S+):/.exec(said) ?? [];
  if (library)
    return new StartupError(
      `The embedded PostgreSQL needs the system library ${library}, which is not installed ` +
        "(Debian and Ubuntu: apt install libstdc++6).",
    );
  if (/No space left on device/.test(said))
    return new StartupError(`The data folder ${layout.dataDir} cannot be used: the disk is full.`);
  switch (code) {
    case launchFailure.identity:
      return new StartupError(
        "The server was started as root but may not become another user, which PostgreSQL needs: " +
          "start it as an ordinary user instead.",
      );
    case launchFailure.program:
      return new StartupError(explainExecution(layout));
    default:
      return new StartupError(
        `The embedded PostgreSQL did not start (${signal ?? `exit code ${code}`}): ` +
          `${lastLines(said) || "it said nothing"}. Its log is ${layout.logFile}.`,
      );
  }
}

function explainExecution({ runtime, runtimeBase }: Layout): string {
  try {
    accessSync(join(runtime, "bin/postgres"), constants.X_OK);
    return `The embedded PostgreSQL in ${runtime} cannot be executed on this machine.`;
  } catch {
    return (
      `Programs in ${runtimeBase} may not be executed (the file system is mounted noexec): set ` +
      "RUNTIME_DIR to a folder where they may."
    );
  }
}

function lastLines(said: string): string {
  const lines = said.trim().split("\n").slice(-3);
  // "2026-11-23 18:01:02.123 UTC [4711] FATAL:  …": time and number say nothing here.
  return lines.map((line) => line.replace(/^.*? \[\d+\] /, "").replace(/\.$/, "")).join("; ");
}
