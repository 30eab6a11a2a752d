import { statfsSync } from "node:fs";

const firstPauseMs = 200;
const pauseMaxMs = 10_000;
// About five minutes of trying.
const failuresMax = 35;
/** As many failures as make the pause the longest one. */
const slowFailures = 6;
/** PostgreSQL writes its log ahead in files of this size, and ends where there is no room for one. */
const logFileBytes = 16 * 2 ** 20;

/** How long PostgreSQL rests before it is started again. Units: ms; null gives it up. */
export function pauseAfter(failures: number): number | null {
  if (failures >= failuresMax) return null;
  return Math.min(firstPauseMs * 2 ** failures, pauseMaxMs);
}

/**
 * Counts one more start, which failed or did not last. On a disk that is full it never leads to
 * giving up: somebody will make room, and until then a server that lives can at least tell those
 * who come that there is none.
 */
export function countStart(starts: number, hasRoomNow: boolean): number {
  return hasRoomNow ? starts + 1 : Math.min(starts + 1, slowFailures);
}

/** Whether the database has room to go on. PostgreSQL may not be able to say that it has none. */
export function hasRoom(dataDir: string): boolean {
  const { bavail, bsize } = statfsSync(dataDir);
  return bavail * bsize >= logFileBytes;
}
