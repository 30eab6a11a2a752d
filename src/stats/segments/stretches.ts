import { addDays, type Day, dayStart } from "#src/lib/time.ts";
import { hoursOf } from "#src/stats/hours.ts";
import type { Stretches } from "./counters.ts";

const minuteMs = 60_000;
const dayMinutes = 1_440;

/**
 * The hours or minutes of a day in a zone, as seen from the base of its segment. What follows
 * midnight but belongs to the day counts in its last hour; minutes count on.
 */
export function stretchesOf(
  grain: "hour" | "minute",
  { zone, day, base }: { zone: string; day: Day; base: number },
): Stretches {
  const start = dayStart(zone, day).getTime();
  const ofDay = (dayStart(zone, addDays(day, 1)).getTime() - start) / minuteMs;
  const minutes = grain === "hour" ? ofDay : 2 * ofDay;
  // The base is the day's start, unless the site's zone was another when its segment was packed.
  const shift = (start - base) / minuteMs;
  const starts =
    grain === "hour"
      ? hoursOf(zone, day).map((hour) => ({
          ...hour,
          at: (hour.start.getTime() - start) / minuteMs,
        }))
      : Array.from({ length: minutes }, (_, at) => ({ at, label: String(at) }));
  const of = new Uint16Array(Math.max(1, minutes + shift));
  let stretch = 0;
  for (let minute = 0; minute < of.length; minute++) {
    while ((starts[stretch + 1]?.at ?? Infinity) <= minute - shift) stretch++;
    of[minute] = stretch;
  }
  return { labels: starts.map(({ label }) => label), of, isLasting: grain === "minute" };
}

/** The hours of a day that is like most: made once, since finding them takes Intl 0.2 ms a day. */
const plainHours: Stretches = {
  labels: Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0")),
  of: Uint16Array.from({ length: dayMinutes }, (_, minute) => Math.floor(minute / 60)),
  isLasting: false,
};

/** The hours of a day as the wall clock has them; labels begin with the hour. */
export function wallHoursOf(of: { zone: string; day: Day; base: number }): Stretches {
  const start = dayStart(of.zone, of.day).getTime();
  const minutes = (dayStart(of.zone, addDays(of.day, 1)).getTime() - start) / minuteMs;
  return minutes === dayMinutes && start === of.base ? plainHours : stretchesOf("hour", of);
}
