import { describe, expect, test } from "bun:test";
import { addDays, dayIn, dayStart, daysBetween, isTimeZone, monthStart, parseDay } from "./time.ts";

describe("dayIn", () => {
  test.each([
    ["2026-11-23T23:30:00Z", "Europe/Paris", "2026-11-24"],
    ["2026-11-23T23:30:00Z", "America/New_York", "2026-11-23"],
    ["2026-11-23T10:30:00Z", "Pacific/Kiritimati", "2026-11-24"],
  ])("puts %s in %s on %s", (at, zone, day) => {
    expect(dayIn(zone, new Date(at))).toBe(day);
  });
});

describe("dayStart", () => {
  test.each([
    ["Europe/Paris", "2026-03-29", 23],
    ["Europe/Paris", "2026-10-25", 25],
    ["America/New_York", "2026-03-08", 23],
    ["America/New_York", "2026-11-01", 25],
    ["Australia/Lord_Howe", "2026-04-05", 24.5],
    ["Asia/Beirut", "2026-03-29", 23],
    ["Asia/Beirut", "2026-03-28", 24],
    ["UTC", "2028-02-29", 24],
  ])("in %s, %s has %d hours", (zone, day, hours) => {
    const [start, end] = [dayStart(zone, day), dayStart(zone, addDays(day, 1))];
    expect((end.getTime() - start.getTime()) / 3_600_000).toBe(hours);
    expect(dayIn(zone, start)).toBe(day);
    expect(dayIn(zone, new Date(start.getTime() - 1))).toBe(addDays(day, -1));
  });
});

describe("parseDay", () => {
  test.each(["2026-02-30", "2026-13-01", "26-01-01", "", "2026-01-01T00:00"])(
    "refuses %p",
    (text) => {
      expect(parseDay(text)).toBeNull();
    },
  );
  test("takes a leap day", () => expect(parseDay("2028-02-29")).toBe("2028-02-29"));
});

test("months and days are counted across a year's end", () => {
  expect(monthStart("2026-12-31", 1)).toBe("2027-01-01");
  expect(monthStart("2026-01-15", -1)).toBe("2025-12-01");
  expect(daysBetween("2026-12-30", "2027-01-02")).toBe(3);
});

test("a zone that nobody knows is refused", () => {
  expect(isTimeZone("Europe/Paris")).toBe(true);
  expect(isTimeZone("Mars/Olympus")).toBe(false);
});
