import { describe, expect, test } from "bun:test";
import { blameDisk, blameGrowth, blameSlowing, type Point, slopeOf } from "./judge.ts";

const bound = { perHourMax: 40, noise: 16 };

/** A figure every five seconds for so many minutes. */
function series(minutes: number, valueAt: (minute: number, index: number) => number): Point[] {
  return Array.from({ length: minutes * 12 }, (_, index) => ({
    atMs: index * 5_000,
    value: valueAt(index / 12, index),
  }));
}

/** The saw of a collector of garbage: up by 30 in twenty seconds, and down again. */
const saw = (minute: number) => 200 + 30 * ((minute * 3) % 1);

describe("slopeOf", () => {
  test("is that of most points, wherever a third of them lies", () => {
    const points = series(10, (minute, index) => (index % 3 === 0 ? 5_000 : 10 * minute));
    expect(slopeOf(points)).toBeCloseTo(600, 0);
  });

  test("of a single point is none", () => {
    expect(slopeOf([{ atMs: 0, value: 7 }])).toBe(0);
  });
});

describe("blameGrowth", () => {
  test.each([
    ["an hour of a saw", series(60, saw)],
    [
      "a server that fills its caches in the first half",
      series(60, (m) => 90 + 6 * Math.min(m, 25)),
    ],
    ["three minutes of a saw", series(3, saw)],
    ["a process that shrinks", series(60, (m) => 400 - m)],
    ["one step, as of a table of routes that is made once", series(60, (m) => (m < 50 ? 90 : 140))],
  ])("finds nothing in %s", (_, points) => {
    expect(blameGrowth("The memory", points, bound)).toBeNull();
  });

  test.each([
    ["a megabyte a minute under a saw", series(60, (m) => saw(m) + m)],
    ["a megabyte a second in three minutes", series(3, (m) => saw(m) + 60 * m)],
    ["a leak that begins in the middle", series(60, (m) => 200 + 2 * Math.max(0, m - 30))],
  ])("finds %s", (_, points) => {
    expect(blameGrowth("The memory", points, bound)).toMatch(
      /^The memory grows by \d+\.\d an hour/,
    );
  });

  test("finds a file that is left open every ten seconds", () => {
    const points = series(10, (_, index) => 40 + Math.floor(index / 2));
    expect(blameGrowth("Files", points, { perHourMax: 8, noise: 8 })).toContain("grows by 360");
  });

  test("does not call flat what it has not seen", () => {
    expect(blameGrowth("The memory", [], bound)).toContain("not looked at");
  });
});

describe("blameSlowing", () => {
  test("lets noise pass, and nothing more", () => {
    expect(blameSlowing("A page", [40, 100], 25)).toBeNull();
    expect(blameSlowing("A page", [40, 106], 25)).toContain("40 ms in the first half and 106 ms");
    expect(blameSlowing("A page", [40, Number.NaN], 25)).not.toBeNull();
  });
});

describe("blameDisk", () => {
  test("finds too much and too little", () => {
    const expected = { expected: 400, factor: 3 };
    expect(blameDisk(500, expected)).toBeNull();
    expect(blameDisk(1_300, expected)).toContain("1300 bytes");
    expect(blameDisk(100, expected)).toContain("100 bytes");
    expect(blameDisk(Number.NaN, expected)).not.toBeNull();
  });
});
