import type { Day } from "#src/lib/time.ts";

/** The hours that a week's day has, whatever the clocks do on one of its days. */
export const hoursOfDay = 24;
/** Monday to Sunday. */
export const daysOfWeek = 7;

/**
 * The visitors of each hour of the week, by the hour in which their visits began.
 * Shape: 168 numbers, from Monday's first hour to Sunday's last.
 */
export type Week = Float64Array;

/** A week in which nobody came yet. */
export function emptyWeek(): Week {
  return new Float64Array(daysOfWeek * hoursOfDay);
}

/** The place in a week of an hour of a day. Shape: `label` begins with the hour, as `14+02:00`. */
export function placeInWeek(day: Day, label: string): number {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % daysOfWeek;
  return weekday * hoursOfDay + Number(label.slice(0, 2));
}

/** The same by weekdays: seven rows from Monday on, each of 24 hours. */
export function weekdaysOf(week: Week): number[][] {
  return Array.from({ length: daysOfWeek }, (_, weekday) => [
    ...week.subarray(weekday * hoursOfDay, (weekday + 1) * hoursOfDay),
  ]);
}
