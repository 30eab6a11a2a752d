import { describe, expect, test } from "bun:test";
import { addDays, dayIn } from "#src/lib/time.ts";
import { visitDimensions } from "#src/stats/dimensions.ts";
import { eventsOfDay } from "./day.ts";

const zone = "Europe/Paris";
const today = "2026-11-23";
const year = Array.from({ length: 365 }, (_, daysAgo) =>
  eventsOfDay(addDays(today, -daysAgo), daysAgo, zone),
);
const all = year.flat();

const countVisitors = (days: number[]) =>
  new Set(days.flatMap((daysAgo) => year[daysAgo] ?? []).map((event) => event.visitor)).size;
const daysAgo = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => from + index);

describe("eventsOfDay", () => {
  test("gives the same events whenever it is asked", () => {
    expect(eventsOfDay(today, 0, zone)).toEqual(year[0] ?? []);
    expect(eventsOfDay(addDays(today, 1), 0, zone)).not.toEqual(year[0] ?? []);
  });

  test("makes between 200,000 and 300,000 events in a year, each of them once", () => {
    expect(all.length).toBeGreaterThan(200_000);
    expect(all.length).toBeLessThan(300_000);
    expect(new Set(all.map((event) => event.id)).size).toBe(all.length);
  });

  test("keeps every event within its day, also when the clocks change", () => {
    for (const day of ["2026-03-29", "2026-10-25", today])
      for (const event of eventsOfDay(day, 30, zone)) {
        expect(event.day).toBe(day);
        expect(dayIn(zone, new Date(event.ts))).toBe(day);
        expect(dayIn(zone, new Date(event.last_seen_at))).toBe(day);
      }
  });

  test("never has anybody seen before the event or engaged for longer than it was seen", () => {
    for (const event of all) {
      const seenMs = Date.parse(event.last_seen_at) - Date.parse(event.ts);
      expect(seenMs).toBeGreaterThanOrEqual(event.engaged_ms);
    }
  });

  test("shows growth, a week's rhythm and a day that stands out", () => {
    expect(countVisitors(daysAgo(0, 28))).toBeGreaterThan(1.6 * countVisitors(daysAgo(337, 365)));
    // 23 November 2026 is a Monday, the day before it a Sunday.
    const mondays = countVisitors([14, 21, 28, 35]);
    expect(countVisitors([15, 22, 29, 36])).toBeLessThan(0.85 * mondays);
    expect(countVisitors([131])).toBeGreaterThan(2.5 * countVisitors([132]));
  });

  test("has something for every card of the dashboard but places within a country", () => {
    const known = visitDimensions.filter(
      (name) => !["entry_path", "exit_path", "region", "city"].includes(name),
    );
    for (const name of known)
      expect(new Set(all.map((event) => event[name as keyof typeof event])).size).toBeGreaterThan(
        name === "hostname" ? 0 : 1,
      );
    expect([...new Set(all.map((event) => event.kind))].sort()).toEqual([
      "cta",
      "custom",
      "download",
      "form",
      "mailto",
      "outbound",
      "pageview",
      "tel",
    ]);
  });
});
