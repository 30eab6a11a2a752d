import { addDays, type Day, daysBetween, monthStart } from "#src/lib/time.ts";

/** A range of calendar days of a site. Shape: half-open, `to` is the day after the last. */
export interface DayRange {
  from: Day;
  to: Day;
}

/** Every period that a dashboard can show, by the name it has in the URL. */
export const periods = [
  "live",
  "today",
  "yesterday",
  "7d",
  "30d",
  "month",
  "last-month",
  "12mo",
  "year",
  "all",
  "custom",
] as const;

export type Period = (typeof periods)[number];
/** The periods that the calendar alone decides. */
export type NamedPeriod = Exclude<Period, "live" | "all" | "custom">;

/** Days, and what they were chosen as. */
export interface PeriodDays {
  period: Period;
  range: DayRange;
}

/** No site has figures from before; an earlier day is a mistyped one. */
export const earliestDay: Day = "2000-01-01";
const futureMaxDays = 366;

/** The last day that a period may have, so that a chart stays bounded. */
export function latestDay(today: Day): Day {
  return addDays(today, futureMaxDays);
}

const minuteMs = 60_000;
const liveMinutes = 30;

/** Where the period `live` begins: it has the last 30 whole minutes and the one that is running. */
export function liveSince(now: Date): Date {
  return new Date((Math.floor(now.getTime() / minuteMs) - liveMinutes) * minuteMs);
}

/** Whether a period has others of its kind before it, to step to and to be compared with. */
export function hasNeighbours(period: Period): period is Exclude<Period, "live" | "all"> {
  return period !== "live" && period !== "all";
}

/**
 * The days of a named period, as seen from `today`. The last so many days include today; months and
 * years are whole, so that one that is running also has days to come.
 */
export function rangeOfPeriod(period: NamedPeriod, today: Day): DayRange {
  const tomorrow = addDays(today, 1);
  switch (period) {
    case "today":
      return { from: today, to: tomorrow };
    case "yesterday":
      return { from: addDays(today, -1), to: today };
    case "7d":
      return { from: addDays(today, -6), to: tomorrow };
    case "30d":
      return { from: addDays(today, -29), to: tomorrow };
    case "month":
      return { from: monthStart(today), to: monthStart(today, 1) };
    case "last-month":
      return { from: monthStart(today, -1), to: monthStart(today) };
    case "12mo":
      return { from: monthStart(today, -11), to: monthStart(today, 1) };
    case "year": {
      const from = `${today.slice(0, 4)}-01-01`;
      return { from, to: monthStart(from, 12) };
    }
  }
}

/** The named period that is just these days, `preferred` before others; null when none is. */
export function periodOfRange(
  range: DayRange,
  today: Day,
  preferred: Period = "custom",
): NamedPeriod | null {
  const named = periods.filter((period) => hasNeighbours(period) && period !== "custom");
  const matches = named.filter((period) => isSameRange(rangeOfPeriod(period, today), range));
  return matches.find((period) => period === preferred) ?? matches[0] ?? null;
}

/**
 * The range as many days, or whole months, later or earlier as it is long; null when that lies in
 * the future or before all figures. Days never step beyond today: the last step is a shorter one.
 */
export function stepRange(range: DayRange, step: -1 | 1, today: Day): DayRange | null {
  const months = wholeMonths(range);
  const days = daysBetween(range.from, range.to);
  let next = months
    ? { from: monthStart(range.from, step * months), to: monthStart(range.to, step * months) }
    : { from: addDays(range.from, step * days), to: addDays(range.to, step * days) };
  const tomorrow = addDays(today, 1);
  if (!months && step === 1 && next.to > tomorrow && range.to < tomorrow)
    next = { from: addDays(tomorrow, -days), to: tomorrow };
  if (next.from > today || next.from < earliestDay) return null;
  const end = addDays(latestDay(today), 1);
  return next.to > end ? { from: next.from, to: end } : next;
}

/** How many whole calendar months the range is; 0 when it begins or ends within one. */
export function wholeMonths({ from, to }: DayRange): number {
  if (monthStart(from) !== from || monthStart(to) !== to) return 0;
  const [monthOfFrom, monthOfTo] = [from, to].map(
    (day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)),
  );
  return (monthOfTo ?? 0) - (monthOfFrom ?? 0);
}

function isSameRange(one: DayRange, other: DayRange): boolean {
  return one.from === other.from && one.to === other.to;
}
