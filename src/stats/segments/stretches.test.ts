import { describe, expect, test } from "bun:test";
import { dayStart } from "#src/lib/time.ts";
import { stretchesOf } from "./stretches.ts";

const hoursIn = (zone: string, day: string, baseZone = zone) =>
  stretchesOf("hour", { zone, day, base: dayStart(baseZone, day).getTime() });

describe("stretchesOf", () => {
  test.each([
    ["Europe/Paris", "2026-03-29", 23],
    ["Europe/Paris", "2026-10-25", 25],
    ["Australia/Lord_Howe", "2026-10-04", 24],
    ["Asia/Kolkata", "2026-06-01", 24],
  ])("gives every minute in %s on %s one of %d hours", (zone, day, count) => {
    const { labels, of } = hoursIn(zone, day);
    expect(labels).toHaveLength(count);
    expect(new Set(of).size).toBe(count);
    expect([...of]).toEqual([...of].sort((a, b) => a - b));
  });

  test("names the hour that comes twice by its offset", () => {
    const { labels, of } = hoursIn("Europe/Paris", "2026-10-25");
    expect([121, 181, 241].map((minute) => labels[of[minute] ?? -1])).toEqual([
      "02+02:00",
      "02+01:00",
      "03+01:00",
    ]);
  });

  test("counts from the base of a segment that was packed in another zone", () => {
    // Midnight in Tokyo is nine hours before that of UTC: what Tokyo calls noon is minute 180 of it.
    const { labels, of } = hoursIn("Asia/Tokyo", "2026-06-01", "UTC");
    expect(labels[of[180] ?? -1]).toBe("12+09:00");
    // New York's day begins four hours later: until then all counts in its first hour.
    const later = hoursIn("America/New_York", "2026-06-01", "UTC");
    expect([0, 239, 240, 300].map((minute) => later.labels[later.of[minute] ?? -1])).toEqual([
      "00-04:00",
      "00-04:00",
      "00-04:00",
      "01-04:00",
    ]);
  });

  test("counts minutes on after midnight", () => {
    const day = "2026-06-01";
    const { labels, of } = stretchesOf("minute", {
      zone: "UTC",
      day,
      base: dayStart("UTC", day).getTime(),
    });
    expect([0, 847, 1_445].map((minute) => labels[of[minute] ?? -1])).toEqual(["0", "847", "1445"]);
  });
});
