/**
 * Calendar days in a zone. A day is `YYYY-MM-DD` text, which sorts and compares as it should;
 * ranges of days are half-open.
 */
export type Day = string;

const formatters = new Map<string, Intl.DateTimeFormat>();
const zonesMax = 600;

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone);
  if (!formatter) {
    if (formatters.size >= zonesMax) formatters.clear();
    formatter = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formatters.set(zone, formatter);
  }
  return formatter;
}

const minuteMs = 60_000;
const minutesMax = 2_000;
const offsets = new Map<string, Map<number, number>>();

/**
 * How far the zone's wall clock is ahead of UTC at an instant. Clocks are changed at full minutes,
 * so what was found for a minute is remembered: Intl takes 4 µs.
 * Units: milliseconds; negative west of Greenwich.
 */
export function zoneOffsetMs(at: Date, zone: string): number {
  const minute = Math.floor(at.getTime() / minuteMs);
  const known = offsetsOf(zone);
  let offset = known.get(minute);
  if (offset === undefined) {
    offset = findOffsetMs(at, zone);
    known.set(minute, offset);
  }
  return offset;
}

function offsetsOf(zone: string): Map<number, number> {
  const known = offsets.get(zone);
  if (known && known.size < minutesMax) return known;
  if (offsets.size >= zonesMax) offsets.clear();
  const made = new Map<number, number>();
  offsets.set(zone, made);
  return made;
}

function findOffsetMs(at: Date, zone: string): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatterOf(zone).formatToParts(at)) part[type] = Number(value);
  const wall = Date.UTC(
    part.year ?? 0,
    (part.month ?? 1) - 1,
    part.day,
    part.hour,
    part.minute,
    part.second,
  );
  return wall - Math.floor(at.getTime() / 1000) * 1000;
}

/** The calendar day at an instant in a zone. */
export function dayIn(zone: string, at: Date): Day {
  return new Date(at.getTime() + zoneOffsetMs(at, zone)).toISOString().slice(0, 10);
}

/**
 * The instant at which a day begins in a zone: its first existing moment, which is 01:00 where
 * the clocks skip midnight, such as Beirut on 2026-03-29.
 */
export function dayStart(zone: string, day: Day): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // The offset that holds at the local midnight is one of those around it, half a day either side.
  const before = midnight - zoneOffsetMs(new Date(midnight - 43_200_000), zone);
  const after = midnight - zoneOffsetMs(new Date(midnight + 43_200_000), zone);
  const start = [before, after]
    .sort((a, b) => a - b)
    .find((at) => dayIn(zone, new Date(at)) === day && dayIn(zone, new Date(at - 1)) < day);
  return new Date(start ?? after);
}

/** The day so many days later (or earlier, when negative). */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The first day of the month so many months later; `months` 0 is the day's own month. */
export function monthStart(day: Day, months = 0): Day {
  const [year = 0, month = 1] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
}

/** How many days lie between two days, the second not counted. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** The day if the text is one that exists, such as 2026-02-28 but not 2026-02-30; else null. */
export function parseDay(text: string | null | undefined): Day | null {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? null : text;
}

/** Whether the text names a zone that this machine knows. */
export function isTimeZone(zone: string): boolean {
  try {
    return formatterOf(zone) !== undefined;
  } catch {
    return false;
  }
}
