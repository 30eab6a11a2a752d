import { addDays, type Day, dayIn, dayStart, monthStart, zoneOffsetMs } from "#src/lib/time.ts";
import { hoursOf } from "./hours.ts";
import type { Interval } from "./interval.ts";
import type { DayRange } from "./period.ts";

/**
 * The points of a chart, in order, without those that have not begun.
 * Shape: `at` is the local start of a point (`2026-11-23`, `2026-11-23T14:00`, `2026-11-23T14:07`; a
 * week's is its Monday, a month's its first, though the range may begin later); `pointOf` finds the
 * point of a row, given the row's day and its label: by hours that of `hoursOf`, by minutes how many
 * whole minutes went by since the start of the day (`dayStart`) as decimal text, `0` to `1439`, or to
 * `1499` on a day of 25 hours. What follows midnight but belongs to the day before counts on, and is
 * found too: `1440` is the first minute of the next day. By any other interval the label is nothing.
 */
export interface Buckets {
  at: string[];
  pointOf(day: Day, label: string): number | undefined;
}

interface Span {
  interval: Interval;
  range: DayRange;
  /** Where the minutes begin; no other interval needs it. */
  since?: Date | null;
  zone: string;
  now: Date;
}

const minuteMs = 60_000;

/** Lays the points out for a range by an interval. */
export function bucketsOf(span: Span): Buckets {
  switch (span.interval) {
    case "minute":
      return minuteBuckets(span);
    case "hour":
      return hourBuckets(span);
    default:
      return dayBuckets(span);
  }
}

function dayBuckets({ interval, range, zone, now }: Span): Buckets {
  const starts = new Map<Day, number>();
  const today = dayIn(zone, now);
  for (let day = range.from; day < range.to && day <= today; day = addDays(day, 1)) {
    const start = startOf(interval, day);
    if (!starts.has(start)) starts.set(start, starts.size);
  }
  return { at: [...starts.keys()], pointOf: (day) => starts.get(startOf(interval, day)) };
}

/** On the day the clocks go back two points have one `at`: 02:00 comes twice, in order. */
function hourBuckets({ range, zone, now }: Span): Buckets {
  const at: string[] = [];
  const points = new Map<string, number>();
  for (let day = range.from; day < range.to && dayStart(zone, day) <= now; day = addDays(day, 1))
    for (const { start, label } of hoursOf(zone, day)) {
      if (start > now) break;
      const wallHour = label.slice(0, 2);
      points.set(`${day} ${label}`, at.length);
      // Rows that were computed while the site had another zone, or another version of this one.
      if (!points.has(`${day} ${wallHour}`)) points.set(`${day} ${wallHour}`, at.length);
      at.push(`${day}T${wallHour}:00`);
    }
  return {
    at,
    pointOf: (day, label) =>
      points.get(`${day} ${label}`) ?? points.get(`${day} ${label.slice(0, 2)}`),
  };
}

/** In the night the clocks go back two points may have one `at`, in order, as by hours. */
function minuteBuckets({ since, zone, now }: Span): Buckets {
  if (!since) throw new Error("Minutes are counted from an instant.");
  const at: string[] = [];
  for (let ms = since.getTime(); ms <= now.getTime(); ms += minuteMs) {
    const offsetMs = zoneOffsetMs(new Date(ms), zone);
    at.push(new Date(ms + offsetMs).toISOString().slice(0, 16));
  }
  return {
    at,
    pointOf: (day, label) => {
      const startMs = dayStart(zone, day).getTime() + Number(label) * minuteMs;
      const point = (startMs - since.getTime()) / minuteMs;
      return point in at ? point : undefined;
    },
  };
}

function startOf(interval: Interval, day: Day): Day {
  switch (interval) {
    case "week":
      return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
    case "month":
      return monthStart(day);
    default:
      return day;
  }
}
