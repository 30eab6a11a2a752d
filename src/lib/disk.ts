import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";

/** The disk that a folder is on. Units: bytes. */
export interface Disk {
  freeBytes: number;
  totalBytes: number;
}

const gib = 2 ** 30;

/** Looks at the disk where a folder is, or will be: with a database elsewhere it may not exist yet. */
export async function readDisk(folder: string): Promise<Disk> {
  let existing = folder;
  while (!existsSync(existing)) existing = dirname(existing);
  const { bavail, blocks, bsize } = await statfs(existing);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

/** Whether somebody should make room soon: less than a tenth, or than 2 GiB, is free. */
export function isDiskShort({ freeBytes, totalBytes }: Disk): boolean {
  return freeBytes < 2 * gib || freeBytes < totalBytes / 10;
}

/** Whether something will fail soon: PostgreSQL alone may need as much for its log. */
export function isDiskNearlyFull({ freeBytes }: Disk): boolean {
  return freeBytes < gib / 2;
}
