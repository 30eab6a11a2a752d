import { addDays, type Day, dayIn, dayStart, monthStart, zoneOffsetMs } from "#src/lib/time.ts";

// A report covers a week or a month and is due at 8:00 on the day after its last one: on Monday, on
// the 1st. Whoever has sites in several zones gets one mail, when that hour has come at the last of
// them, so that no site's week is cut short. What was not sent then, as when the server was down, is
// sent within three days; after that it is old news.

/** What is reported by habit. */
export type PeriodKind = "week" | "month";

/** A week or a month of the calendar. Shape: half-open; `to` is the day on which it is reported. */
export interface Period {
  kind: PeriodKind;
  from: Day;
  to: Day;
}

const hourMs = 3_600_000;
const dueHour = 8;
const lateMaxMs = 3 * 24 * hourMs;

/**
 * The latest week or month that is due to somebody with sites in these zones; null when it was due
 * more than three days ago, or before `since`: there was nobody to send, or to be sent to.
 */
export function duePeriod(
  kind: PeriodKind,
  zones: readonly string[],
  { now, since }: { now: Date; since: Date },
): Period | null {
  if (zones.length === 0) return null;
  // East of Greenwich it may be tomorrow already.
  const latest = reportDayOf(kind, addDays(dayIn("UTC", now), 1));
  const days = [latest, stepBack(kind, latest)];
  for (const to of days) {
    const dueAt = new Date(Math.max(...zones.map((zone) => dueIn(zone, to).getTime())));
    if (dueAt > now) continue;
    if (now.getTime() - dueAt.getTime() >= lateMaxMs || dueAt < since) return null;
    return { kind, from: stepBack(kind, to), to };
  }
  return null;
}

/** When a period is over in a zone: what began to be counted later has no part in it. */
export function endOf({ to }: Period, zone: string): Date {
  return dayStart(zone, to);
}

/** Monday of the week, or the 1st of the month, that a day is in. */
function reportDayOf(kind: PeriodKind, day: Day): Day {
  if (kind === "month") return monthStart(day);
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}

function stepBack(kind: PeriodKind, day: Day): Day {
  return kind === "month" ? monthStart(day, -1) : addDays(day, -7);
}

/** Eight o'clock on the wall of a zone: no zone changes its clocks between seven and nine. */
function dueIn(zone: string, day: Day): Date {
  const wall = Date.parse(`${day}T00:00:00Z`) + dueHour * hourMs;
  const near = new Date(wall - zoneOffsetMs(new Date(wall), zone));
  return new Date(wall - zoneOffsetMs(near, zone));
}
