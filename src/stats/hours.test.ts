import { describe, expect, test } from "bun:test";
import { addDays, dayStart } from "#src/lib/time.ts";
import { hoursOf } from "./hours.ts";

describe("hoursOf", () => {
  test.each([
    ["Europe/Paris", "2026-11-23", 24, "00+01:00", "23+01:00"],
    ["Europe/Paris", "2026-03-29", 23, "00+01:00", "23+02:00"],
    ["Europe/Paris", "2026-10-25", 25, "00+02:00", "23+01:00"],
    ["America/New_York", "2026-11-01", 25, "00-04:00", "23-05:00"],
    // Beirut skips midnight itself, so its day begins at one o'clock.
    ["Asia/Beirut", "2026-03-29", 23, "01+03:00", "23+03:00"],
    // Havana puts its clocks back at one o'clock to midnight, which so comes twice.
    ["America/Havana", "2026-11-01", 25, "00-04:00", "23-05:00"],
    ["Asia/Kathmandu", "2026-11-23", 24, "00+05:45", "23+05:45"],
    // Lord Howe moves its clocks by half an hour: one hour is short, or long.
    ["Australia/Lord_Howe", "2026-10-04", 24, "00+10:30", "23+11:00"],
    ["Australia/Lord_Howe", "2026-04-05", 25, "00+11:00", "23+10:30"],
  ])("in %s %s has %d hours, %s to %s", (zone, day, count, first, last) => {
    const hours = hoursOf(zone, day);
    expect(hours).toHaveLength(count);
    expect([hours[0]?.label, hours.at(-1)?.label]).toEqual([first, last]);
  });

  test("covers the day from its first moment, each hour named once and in order", () => {
    for (const day of ["2026-03-29", "2026-07-01", "2026-10-25"]) {
      const hours = hoursOf("Europe/Paris", day);
      expect(hours[0]?.start).toEqual(dayStart("Europe/Paris", day));
      expect(hours.at(-1)?.start.getTime()).toBe(
        dayStart("Europe/Paris", addDays(day, 1)).getTime() - 3_600_000,
      );
      expect(new Set(hours.map((hour) => hour.label)).size).toBe(hours.length);
    }
  });
});
