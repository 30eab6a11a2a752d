import { describe, expect, test } from "bun:test";
import { scaleOf } from "./scale.ts";

describe("scaleOf", () => {
  test.each([
    ["visitors", 0, [0, 1]],
    ["visitors", 1, [0, 1]],
    ["visitors", 3, [0, 1, 2, 3]],
    ["visitors", 9, [0, 5, 10]],
    ["visitors", 100, [0, 25, 50, 75, 100]],
    ["visitors", 101, [0, 50, 100, 150]],
    ["visitors", 659, [0, 200, 400, 600, 800]],
    ["pageviews", 214_300, [0, 100_000, 200_000, 300_000]],
    ["bounce-rate", 0.42, [0, 0.2, 0.4, 0.6]],
    ["bounce-rate", 1, [0, 0.25, 0.5, 0.75, 1]],
    ["views-per-visit", 2.6, [0, 1, 2, 3]],
    ["duration", 0, [0, 1_000]],
    ["duration", 107_000, [0, 30_000, 60_000, 90_000, 120_000]],
    ["duration", 3_000_000, [0, 900_000, 1_800_000, 2_700_000, 3_600_000]],
  ] as const)("%s up to %d", (metric, greatest, ticks) => {
    expect(scaleOf(metric, greatest)).toEqual([...ticks]);
  });

  test("always reaches the greatest value in at most four steps", () => {
    for (const metric of ["visitors", "views-per-visit", "bounce-rate", "duration"] as const)
      for (let value = 0.01; value < 1e9; value *= 1.37) {
        const ticks = scaleOf(metric, value);
        expect(ticks.at(-1) ?? 0).toBeGreaterThanOrEqual(value * (1 - 1e-9));
        expect(ticks.length).toBeLessThanOrEqual(5);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
      }
  });
});
