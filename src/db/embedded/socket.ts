import { chmodSync, chownSync, lstatSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { StartupError } from "#src/lib/errors.ts";
import { socketPort } from "./layout.ts";
import type { Owner } from "./owner.ts";

// A unix socket's path may be 107 bytes long on Linux and 103 on macOS.
const pathMax = 103;
const ownName = "run";

/**
 * Where the socket of a data folder lies: in the folder, or in /tmp when that path is too long.
 */
export function socketDirOf(dataDir: string): string {
  const own = join(dataDir, ownName);
  if (Buffer.byteLength(join(own, `.s.PGSQL.${socketPort}`)) <= pathMax) return own;
  const hash = new Bun.CryptoHasher("sha256").update(dataDir).digest("hex").slice(0, 16);
  return `/tmp/tracker-analytics-${hash}`;
}

/**
 * Makes the folder of the socket so that only PostgreSQL's user can reach into it, and root.
 * Errors: `StartupError` when somebody else has put something there, which /tmp allows.
 */
export function makeSocketDir(dataDir: string, owner: Owner | null): string {
  const path = socketDirOf(dataDir);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const stats = lstatSync(path);
  const ours = [process.geteuid?.(), owner?.uid];
  if (!stats.isDirectory() || !ours.includes(stats.uid))
    throw new StartupError(
      `${path}, the folder of the database's socket, belongs to another user.`,
    );
  chmodSync(path, 0o700);
  if (owner) chownSync(path, owner.uid, owner.gid);
  return path;
}

/** Takes the folder away again if it lies in /tmp, where nobody would miss it. */
export function removeSocketDir(dataDir: string): void {
  const path = socketDirOf(dataDir);
  if (path !== join(dataDir, ownName)) rmSync(path, { recursive: true, force: true });
}
