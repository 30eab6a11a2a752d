import { describe, expect, test } from "bun:test";
import {
  hasNeighbours,
  liveSince,
  type NamedPeriod,
  periodOfRange,
  periods,
  rangeOfPeriod,
  stepRange,
  wholeMonths,
} from "./period.ts";

describe("rangeOfPeriod", () => {
  test.each<[NamedPeriod, string, string, string]>([
    ["today", "2026-11-23", "2026-11-23", "2026-11-24"],
    ["today", "2026-12-31", "2026-12-31", "2027-01-01"],
    ["yesterday", "2026-03-01", "2026-02-28", "2026-03-01"],
    ["yesterday", "2028-03-01", "2028-02-29", "2028-03-01"],
    ["7d", "2026-11-23", "2026-11-17", "2026-11-24"],
    ["30d", "2026-03-01", "2026-01-31", "2026-03-02"],
    ["month", "2028-02-29", "2028-02-01", "2028-03-01"],
    ["month", "2026-12-31", "2026-12-01", "2027-01-01"],
    ["last-month", "2026-01-31", "2025-12-01", "2026-01-01"],
    ["last-month", "2026-03-31", "2026-02-01", "2026-03-01"],
    ["12mo", "2026-11-23", "2025-12-01", "2026-12-01"],
    ["12mo", "2026-12-31", "2026-01-01", "2027-01-01"],
    ["year", "2028-02-29", "2028-01-01", "2029-01-01"],
  ])("%s on %s is from %s to before %s", (period, today, from, to) => {
    expect(rangeOfPeriod(period, today)).toEqual({ from, to });
  });
});

describe("liveSince", () => {
  test.each([
    ["2026-11-23T14:37:00.000Z", "2026-11-23T14:07:00.000Z"],
    ["2026-11-23T14:37:59.999Z", "2026-11-23T14:07:00.000Z"],
    ["2026-11-24T00:10:30.000Z", "2026-11-23T23:40:00.000Z"],
  ])("is at %s the full minute %s", (now, since) => {
    expect(liveSince(new Date(now)).toISOString()).toBe(since);
  });
});

describe("hasNeighbours", () => {
  test("is true of all periods but those that end now and begin at a given moment", () => {
    expect(periods.filter((period) => !hasNeighbours(period))).toEqual(["live", "all"]);
  });
});

describe("wholeMonths", () => {
  test.each([
    ["2026-11-01", "2026-12-01", 1],
    ["2025-12-01", "2026-12-01", 12],
    ["2026-11-01", "2026-11-30", 0],
    ["2026-11-02", "2026-12-01", 0],
  ])("%s to before %s: %d", (from, to, months) => {
    expect(wholeMonths({ from, to })).toBe(months);
  });
});

describe("stepRange", () => {
  const today = "2026-11-23";

  test.each([
    ["a day back", "2026-03-01", "2026-03-02", -1, "2026-02-28", "2026-03-01"],
    ["30 days back", "2026-10-25", "2026-11-24", -1, "2026-09-25", "2026-10-25"],
    ["30 days forth to today", "2026-09-25", "2026-10-25", 1, "2026-10-25", "2026-11-24"],
    [
      "a month back, from 30 days to 31",
      "2026-11-01",
      "2026-12-01",
      -1,
      "2026-10-01",
      "2026-11-01",
    ],
    [
      "a month forth, from 31 days to 28",
      "2026-01-01",
      "2026-02-01",
      1,
      "2026-02-01",
      "2026-03-01",
    ],
    ["into the running month", "2026-10-01", "2026-11-01", 1, "2026-11-01", "2026-12-01"],
    ["a year back", "2026-01-01", "2027-01-01", -1, "2025-01-01", "2026-01-01"],
    [
      "into 14 months that have hardly begun, no further than a year ahead",
      "2025-09-01",
      "2026-11-01",
      1,
      "2026-11-01",
      "2027-11-25",
    ],
    ["no further than today", "2026-11-01", "2026-11-15", 1, "2026-11-10", "2026-11-24"],
  ] as const)("goes %s", (_what, from, to, step, nextFrom, nextTo) => {
    expect(stepRange({ from, to }, step, today)).toEqual({ from: nextFrom, to: nextTo });
  });

  test.each([
    ["after today", "2026-11-23", "2026-11-24", 1],
    ["after the running month", "2026-11-01", "2026-12-01", 1],
    ["after the last 30 days", "2026-10-25", "2026-11-24", 1],
    ["before all figures", "2000-01-01", "2000-02-01", -1],
  ] as const)("ends %s", (_what, from, to, step) => {
    expect(stepRange({ from, to }, step, today)).toBeNull();
  });
});

describe("periodOfRange", () => {
  test("names a range that is a period's", () => {
    expect(periodOfRange({ from: "2026-11-22", to: "2026-11-23" }, "2026-11-23")).toBe("yesterday");
    expect(periodOfRange({ from: "2026-11-20", to: "2026-11-23" }, "2026-11-23")).toBeNull();
  });

  test("keeps the name that it had when two would do", () => {
    // On 30 November the last 30 days are the month; in December the last 12 months are the year.
    const november = { from: "2026-11-01", to: "2026-12-01" };
    expect(periodOfRange(november, "2026-11-30", "month")).toBe("month");
    expect(periodOfRange(november, "2026-11-30", "30d")).toBe("30d");
    const year = { from: "2026-01-01", to: "2027-01-01" };
    expect(periodOfRange(year, "2026-12-05", "year")).toBe("year");
    expect(periodOfRange(year, "2026-12-05", "12mo")).toBe("12mo");
  });
});
