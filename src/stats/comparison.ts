import { addDays, type Day, daysBetween, monthStart } from "#src/lib/time.ts";
import { type DayRange, wholeMonths } from "./period.ts";

/** What a range is compared with. */
export const comparisonKinds = ["previous", "year"] as const;
export type ComparisonKind = (typeof comparisonKinds)[number];

/** A comparison that was asked for: by the calendar, or with the days from a chosen one. */
export interface Comparison {
  kind: ComparisonKind | "custom";
  range: DayRange;
}

const weeksOfYearDays = 364;

/**
 * The days that a range is compared with. Whole months are compared with the months before them or
 * the same months of last year; days with as many days before them, or with those 52 weeks ago, so
 * that a Monday meets a Monday. Of a period that is still running only the days that have begun
 * count, so as to compare like with like: on the 10th, ten days of a month with ten of the last. A
 * custom comparison is as many days from `first`.
 */
export function comparisonRange(
  kind: Comparison["kind"],
  range: DayRange,
  today: Day,
  first: Day = range.from,
): DayRange {
  const end = [range.to, addDays(today, 1)].sort()[0] as Day;
  if (kind === "custom") return { from: first, to: addDays(first, daysBetween(range.from, end)) };
  const months = wholeMonths(range);
  if (months > 0) {
    const shift = kind === "year" ? -12 : -months;
    const from = monthStart(range.from, shift);
    if (end === range.to) return { from, to: monthStart(range.to, shift) };
    return { from, to: addDays(sameDayOfMonth(addDays(end, -1), shift), 1) };
  }
  const shift = kind === "year" ? -weeksOfYearDays : -daysBetween(range.from, range.to);
  return { from: addDays(range.from, shift), to: addDays(end, shift) };
}

/** The day of the same number so many months later, or the last of a month that is shorter. */
function sameDayOfMonth(day: Day, months: number): Day {
  const first = monthStart(day, months);
  const last = addDays(monthStart(first, 1), -1);
  const same = `${first.slice(0, 8)}${day.slice(8)}`;
  return same < last ? same : last;
}
