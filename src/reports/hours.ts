import { zoneOffsetMs } from "#src/lib/time.ts";

/** An hour on the wall clock of a zone. Shape: half-open instants. */
export interface WallHour {
  start: Date;
  end: Date;
}

const hourMs = 3_600_000;
const weeks = 6;

/** The last hour that is over by the clock of a zone, which may begin at half past UTC's. */
export function lastHour(zone: string, now: Date): WallHour {
  const offsetMs = zoneOffsetMs(now, zone);
  const end = Math.floor((now.getTime() + offsetMs) / hourMs) * hourMs - offsetMs;
  return { start: new Date(end - hourMs), end: new Date(end) };
}

/** The same hour on the wall in each of the six weeks before, whatever the clocks did since. */
export function sameHourBefore(zone: string, { start }: WallHour): WallHour[] {
  const wall = start.getTime() + zoneOffsetMs(start, zone);
  return Array.from({ length: weeks }, (_, index) => {
    const then = wall - (index + 1) * 7 * 24 * hourMs;
    const near = new Date(then - zoneOffsetMs(start, zone));
    const begun = then - zoneOffsetMs(near, zone);
    return { start: new Date(begun), end: new Date(begun + hourMs) };
  });
}
