import { describe, expect, test } from "bun:test";
import { addDays } from "#src/lib/time.ts";
import { defaultInterval, intervalsFor } from "./interval.ts";
import type { Period } from "./period.ts";

const daysOf = (days: number, period: Period = "custom") => ({
  period,
  range: { from: "2026-01-01", to: addDays("2026-01-01", days) },
});

describe("intervalsFor", () => {
  test.each([
    [1, ["hour"]],
    [2, ["hour", "day"]],
    [7, ["hour", "day"]],
    [8, ["day"]],
    [14, ["day", "week"]],
    [31, ["day", "week"]],
    [32, ["day", "week", "month"]],
    [365, ["day", "week", "month"]],
    [4_000, ["week", "month"]],
  ])("offers for %d days %p", (days, expected) => {
    expect(intervalsFor(daysOf(days))).toEqual(expected as never);
  });

  test.each([1, 2])("offers minutes, and nothing else, for the last of them on %d days", (days) => {
    expect(intervalsFor(daysOf(days, "live"))).toEqual(["minute"]);
    expect(defaultInterval(daysOf(days, "live"))).toBe("minute");
    expect(intervalsFor(daysOf(days, "today"))).not.toContain("minute");
  });
});

describe("defaultInterval", () => {
  test("is one of those that are offered, for any length", () => {
    for (let days = 1; days < 5_000; days++)
      expect(intervalsFor(daysOf(days))).toContain(defaultInterval(daysOf(days)));
  });

  test.each([
    [1, "hour"],
    [3, "day"],
    [92, "day"],
    [93, "week"],
    [365, "month"],
  ] as const)("of %d days is %s", (days, expected) => {
    expect(defaultInterval(daysOf(days))).toBe(expected);
  });
});
