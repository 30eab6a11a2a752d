import { describe, expect, test } from "bun:test";
import { daysWith, isRegular } from "./install-days.ts";

describe("daysWith", () => {
  test("a day counts once", () => {
    expect(daysWith("2026-11-27", null)).toEqual(["2026-11-27"]);
    expect(daysWith("2026-11-27", "2026-11-27")).toEqual(["2026-11-27"]);
    expect(daysWith("2026-11-30", "2026-11-27")).toEqual(["2026-11-27", "2026-11-30"]);
  });

  test("three are enough, and nonsense is none", () => {
    const stored = "x 2026-11-01 2026-11-02 2026-11-03";
    expect(daysWith("2026-11-09", stored)).toEqual(["2026-11-02", "2026-11-03", "2026-11-09"]);
  });
});

describe("isRegular", () => {
  test("is true from the third day on", () => {
    expect(isRegular(["2026-11-01", "2026-11-02"])).toBe(false);
    expect(isRegular(["2026-11-01", "2026-11-02", "2026-11-09"])).toBe(true);
  });
});
