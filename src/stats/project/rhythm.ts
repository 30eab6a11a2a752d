import type { SiteDay } from "./daily.ts";

const restMinMs = 1_000;
const restPerWork = 10;

/**
 * How often a day may be computed anew: at once when it has rested, else after ten times as long as
 * it took, and never more than once a second. So the day that is running costs a busy site a tenth
 * of one core however many events arrive, and so does yesterday, to which views that began before
 * midnight go on adding.
 * Units: all instants are milliseconds of one monotonic clock.
 */
export function createRhythm() {
  const dueAt = new Map<string, number>();
  const keyOf = ({ siteId, day }: SiteDay) => `${siteId} ${day}`;
  return {
    /** When the day may be computed: now or earlier, or an instant to come. */
    dueAt: (siteDay: SiteDay): number => dueAt.get(keyOf(siteDay)) ?? 0,
    /** Notes that a day was computed; days that have rested are forgotten. */
    note(siteDay: SiteDay, endedAt: number, tookMs: number): void {
      for (const [key, due] of dueAt) if (due <= endedAt) dueAt.delete(key);
      dueAt.set(keyOf(siteDay), endedAt + Math.max(restMinMs, restPerWork * tookMs));
    },
  };
}

/** See `createRhythm`. */
export type Rhythm = ReturnType<typeof createRhythm>;
