import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { addDays, daysBetween } from "#src/lib/time.ts";
import { comparisonRange } from "./comparison.ts";
import { type DayRange, wholeMonths } from "./period.ts";

describe("comparisonRange", () => {
  const long = "2030-01-01";
  const lengthOf = ({ from, to }: DayRange) => daysBetween(from, to);
  const weekdayOf = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay();
  const anyDays = fc
    .record({ from: fc.nat(9_000).map((days) => addDays("2002-01-01", days)), days: fc.nat(800) })
    .map(({ from, days }) => ({ from, to: addDays(from, days + 1) }))
    .filter((range) => wholeMonths(range) === 0);

  test("compares days with as many days, which end where they begin", () => {
    fc.assert(
      fc.property(anyDays, (range) => {
        const before = comparisonRange("previous", range, long);
        expect(before.to).toBe(range.from);
        expect(lengthOf(before)).toBe(lengthOf(range));
      }),
    );
  });

  test("compares days with as many of last year, each with one of its weekday", () => {
    fc.assert(
      fc.property(anyDays, (range) => {
        const before = comparisonRange("year", range, long);
        expect(weekdayOf(before.from)).toBe(weekdayOf(range.from));
        expect(lengthOf(before)).toBe(lengthOf(range));
        expect(daysBetween(before.from, range.from)).toBe(364);
      }),
    );
  });

  test("compares days of one's choice by as many as have begun", () => {
    fc.assert(
      fc.property(anyDays, fc.nat(800), (range, begun) => {
        const today = addDays(range.from, begun);
        const chosen = comparisonRange("custom", range, today, "2001-05-07");
        expect(chosen.from).toBe("2001-05-07");
        expect(lengthOf(chosen)).toBe(Math.min(lengthOf(range), begun + 1));
      }),
    );
  });

  test.each([
    ["a day with the day before", "2026-03-01", "2026-03-02", "2026-02-28", "2026-03-01"],
    ["30 days with the 30 before", "2026-10-25", "2026-11-24", "2026-09-25", "2026-10-25"],
    ["March with February", "2026-03-01", "2026-04-01", "2026-02-01", "2026-03-01"],
    ["February with January", "2026-02-01", "2026-03-01", "2026-01-01", "2026-02-01"],
    ["a leap February with January", "2028-02-01", "2028-03-01", "2028-01-01", "2028-02-01"],
    ["a quarter with the one before", "2026-07-01", "2026-10-01", "2026-04-01", "2026-07-01"],
    ["a year with the one before", "2026-01-01", "2027-01-01", "2025-01-01", "2026-01-01"],
  ])("compares %s", (_what, from, to, thenFrom, thenTo) => {
    const range = { from, to };
    expect(comparisonRange("previous", range, long)).toEqual({ from: thenFrom, to: thenTo });
  });

  test.each([
    ["a Monday with a Monday", "2026-11-23", "2026-11-24", "2025-11-24", "2025-11-25"],
    ["a leap day with its weekday", "2028-02-29", "2028-03-01", "2027-03-02", "2027-03-03"],
    ["a week with a week", "2026-11-16", "2026-11-23", "2025-11-17", "2025-11-24"],
    ["a month with its namesake", "2028-02-01", "2028-03-01", "2027-02-01", "2027-03-01"],
    ["a year with the one before", "2026-01-01", "2027-01-01", "2025-01-01", "2026-01-01"],
  ])("compares with last year %s", (_what, from, to, thenFrom, thenTo) => {
    const range = { from, to };
    expect(comparisonRange("year", range, long)).toEqual({ from: thenFrom, to: thenTo });
  });

  test.each([
    [
      "ten days of a month",
      "previous",
      "2026-11-01",
      "2026-12-01",
      "2026-11-10",
      "2026-10-01",
      "2026-10-11",
    ],
    [
      "its first day",
      "previous",
      "2026-11-01",
      "2026-12-01",
      "2026-11-01",
      "2026-10-01",
      "2026-10-02",
    ],
    [
      "30 days of March with February",
      "previous",
      "2026-03-01",
      "2026-04-01",
      "2026-03-30",
      "2026-02-01",
      "2026-03-01",
    ],
    [
      "a month on its last day, whole",
      "previous",
      "2026-02-01",
      "2026-03-01",
      "2026-02-28",
      "2026-01-01",
      "2026-02-01",
    ],
    [
      "a year on a leap day",
      "previous",
      "2028-01-01",
      "2029-01-01",
      "2028-02-29",
      "2027-01-01",
      "2027-03-01",
    ],
    ["12 months", "previous", "2025-12-01", "2026-12-01", "2026-11-23", "2024-12-01", "2025-11-24"],
    [
      "12 months with last year",
      "year",
      "2025-12-01",
      "2026-12-01",
      "2026-11-23",
      "2024-12-01",
      "2025-11-24",
    ],
    [
      "days that end in the future",
      "previous",
      "2026-11-20",
      "2026-11-30",
      "2026-11-23",
      "2026-11-10",
      "2026-11-14",
    ],
  ] as const)(
    "compares only what has begun: %s",
    (_what, kind, from, to, today, thenFrom, thenTo) => {
      expect(comparisonRange(kind, { from, to }, today)).toEqual({ from: thenFrom, to: thenTo });
    },
  );
});
