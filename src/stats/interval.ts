import { daysBetween } from "#src/lib/time.ts";
import type { PeriodDays } from "./period.ts";

/** The widths that a chart's points can have. */
export const intervals = ["minute", "hour", "day", "week", "month"] as const;
export type Interval = (typeof intervals)[number];

/** For how many days each makes a readable chart: at most some 170 hours or 1,100 days. */
const bounds: Record<Exclude<Interval, "minute">, { daysMin: number; daysMax: number }> = {
  hour: { daysMin: 1, daysMax: 7 },
  day: { daysMin: 2, daysMax: 1_100 },
  week: { daysMin: 14, daysMax: Infinity },
  month: { daysMin: 32, daysMax: Infinity },
};

/**
 * The intervals that a period can be shown by, the shortest first; never none. Minutes are for
 * `live` alone, and all that it has: a day of them would be a chart of 1,440 points.
 */
export function intervalsFor({ period, range }: PeriodDays): Interval[] {
  if (period === "live") return ["minute"];
  const days = daysBetween(range.from, range.to);
  return intervals.filter((interval) => {
    if (interval === "minute") return false;
    const { daysMin, daysMax } = bounds[interval];
    return days >= daysMin && days <= daysMax;
  });
}

/** The interval that a period is shown by when nobody chose one. */
export function defaultInterval({ period, range }: PeriodDays): Interval {
  if (period === "live") return "minute";
  const days = daysBetween(range.from, range.to);
  if (days <= 2) return "hour";
  if (days <= 92) return "day";
  return days <= 210 ? "week" : "month";
}
