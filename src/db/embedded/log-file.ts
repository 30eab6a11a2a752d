import { openSync, readFileSync, renameSync, statSync, truncateSync } from "node:fs";

const logMaxBytes = 8 * 2 ** 20;

/** Opens PostgreSQL's log for appending, after putting a long one aside. */
export function openLog(path: string): number {
  if (sizeOf(path) > logMaxBytes) renameSync(path, `${path}.1`);
  return openSync(path, "a", 0o600);
}

/** Empties a log that has grown too long under a running PostgreSQL, which appends to it. */
export function boundLog(path: string): void {
  if (sizeOf(path) > logMaxBytes) truncateSync(path);
}

/** What was written since the log had a size. Units: `from` is in bytes. */
export function readLogSince(path: string, from: number): string {
  return readFileSync(path).subarray(from).toString("utf8");
}

/** Units: bytes; 0 for a log that does not exist. */
export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
