import { describe, expect, test } from "bun:test";
import { isPull, isReady, offsetOf } from "./pull.ts";

describe("isPull", () => {
  test.each([
    [40, 0, true],
    [40, -20, true],
    [40, 40, false],
    [10, 0, false],
    [-40, 0, false],
  ])("%d px down and %d aside: %p", (down, aside, is) => {
    expect(isPull(down, aside)).toBe(is);
  });
});

describe("isReady", () => {
  test("letting go refreshes from 140 px on", () => {
    expect([139, 140, 400].map(isReady)).toEqual([false, true, true]);
  });
});

describe("offsetOf", () => {
  test("the indicator goes half as far as the finger, and stops", () => {
    expect([-20, 0, 100, 192, 900].map(offsetOf)).toEqual([0, 0, 50, 96, 96]);
  });
});
