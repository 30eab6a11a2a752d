import { addDays, type Day, dayStart, zoneOffsetMs } from "#src/lib/time.ts";

/**
 * One hour of a site's day.
 * Shape: `label` is the hour on the wall clock with its offset from UTC, `02+01:00`: alone the
 * hour would name two on the day on which the clocks go back.
 */
export interface Hour {
  start: Date;
  label: string;
}

const stepMs = 1_800_000;

/**
 * The hours of a day in a zone: 24, or 23 and 25 where the clocks change, 24 with one that is half
 * as long in Lord Howe, where they change by 30 minutes.
 */
export function hoursOf(zone: string, day: Day): Hour[] {
  const end = dayStart(zone, addDays(day, 1)).getTime();
  const hours: Hour[] = [];
  for (let at = dayStart(zone, day).getTime(); at < end; at += stepMs) {
    const start = new Date(at);
    const label = hourLabel(start, zone);
    if (hours.at(-1)?.label !== label) hours.push({ start, label });
  }
  return hours;
}

function hourLabel(at: Date, zone: string): string {
  const offsetMs = zoneOffsetMs(at, zone);
  const wallHour = new Date(at.getTime() + offsetMs).toISOString().slice(11, 13);
  const size = new Date(Math.abs(offsetMs)).toISOString().slice(11, 16);
  return `${wallHour}${offsetMs < 0 ? "-" : "+"}${size}`;
}
