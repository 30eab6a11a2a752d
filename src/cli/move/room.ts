import type { Config } from "#src/config.ts";
import { spareBytes } from "#src/db/backup/write-file.ts";
import { describeLack, freeBytes } from "#src/db/upgrade-backup.ts";
import { readDisk } from "#src/lib/disk.ts";
import { StartupError } from "#src/lib/errors.ts";
import type { Counts } from "./format.ts";

// Where a disk is full PostgreSQL stops, and the collector of every site with it.

/** What an event takes with its part of visits and figures: 545 of docs/scaling.md, rounded up. */
const eventBytes = 600;
/** What PostgreSQL's log may grow to meanwhile: `max_wal_size` of db/embedded/settings.ts. */
const logBytesMax = 512 * 2 ** 20;

/** Throws unless so many bytes are free where the database grows, and some to spare. */
export type CheckRoom = (bytes: number) => void;

/** What looks at the disk of our own database; that of another server is on some other machine. */
export function roomOf(
  { databaseUrl, dataDir }: Pick<Config, "databaseUrl" | "dataDir">,
  free = () => freeBytes(dataDir),
): CheckRoom {
  if (databaseUrl !== null) return () => {};
  return (bytes) => {
    const lack = describeLack(dataDir, bytes, free());
    if (lack !== null) throw new StartupError(`Nothing was imported. ${lack}`);
  };
}

/** How much an import is going to take, at most as a rule. Units: bytes. */
export function estimateImport({ events }: Counts): number {
  const bytes = events * eventBytes;
  return bytes + Math.min(bytes, logBytesMax);
}

/**
 * Hands on what is about to be written into a folder, until its disk is nearly full: it may be the
 * one of the database. Errors: `StartupError`, one sentence with the name that is given.
 */
export async function* whileRoom<T>(
  pieces: AsyncIterable<T>,
  { folder, name, read = readDisk }: { folder: string; name: string; read?: typeof readDisk },
): AsyncGenerator<T> {
  for await (const piece of pieces) {
    const disk = await read(folder);
    // Of a small one, as a container has for what passes, a tenth.
    if (disk.freeBytes < Math.min(spareBytes, disk.totalBytes / 10))
      throw new StartupError(
        `The disk of ${name} is nearly full, and what is left is for the database: ` +
          "nothing was written.",
      );
    yield piece;
  }
}
