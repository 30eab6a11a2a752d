import { daysBetween } from "#src/lib/time.ts";
import type { DayRange } from "./period.ts";

/** The widths that a chart's points can have. */
export const intervals = ["hour", "day", "week", "month"] as const;
export type Interval = (typeof intervals)[number];

/** For how many days each makes a readable chart: at most some 170 hours or 1,100 days. */
const bounds: Record<Interval, { daysMin: number; daysMax: number }> = {
  hour: { daysMin: 1, daysMax: 7 },
  day: { daysMin: 2, daysMax: 1_100 },
  week: { daysMin: 14, daysMax: Infinity },
  month: { daysMin: 32, daysMax: Infinity },
};

/** The intervals that a range can be shown by, the shortest first; never none. */
export function intervalsFor(range: DayRange): Interval[] {
  const days = daysBetween(range.from, range.to);
  return intervals.filter((interval) => {
    const { daysMin, daysMax } = bounds[interval];
    return days >= daysMin && days <= daysMax;
  });
}

/** The interval that a range is shown by when nobody chose one. */
export function defaultInterval(range: DayRange): Interval {
  const days = daysBetween(range.from, range.to);
  if (days <= 2) return "hour";
  if (days <= 92) return "day";
  return days <= 210 ? "week" : "month";
}
