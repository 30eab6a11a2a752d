import { describe, expect, test } from "bun:test";
import { drawQr } from "./qr.ts";

describe("drawQr", () => {
  // Version 1 has 21 modules a side, with a margin of four around them.
  const { size, path } = drawQr("TRACKER");
  const dark = new Set(path.match(/M\d+ \d+/g));

  test("draws the three corners that a camera looks for", () => {
    expect(size).toBe(29);
    for (const [left, top] of [
      [4, 4],
      [18, 4],
      [4, 18],
    ] as const)
      for (let step = 0; step < 7; step++) {
        expect(dark).toContain(`M${left + step} ${top}`);
        expect(dark).toContain(`M${left} ${top + step}`);
        expect(dark).toContain(`M${left + step} ${top + 6}`);
      }
  });

  test("leaves the margin free", () => {
    const places = [...dark].map((place) => place.slice(1).split(" ").map(Number));
    expect(Math.min(...places.flat())).toBe(4);
    expect(Math.max(...places.flat())).toBe(24);
  });
});
