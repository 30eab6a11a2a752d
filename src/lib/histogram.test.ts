import { describe, expect, test } from "bun:test";
import { createHistogram, timingBounds } from "./histogram.ts";

describe("createHistogram", () => {
  test("sorts by the first bound that is not exceeded, and adds up", () => {
    const histogram = createHistogram();
    for (const ms of [0.4, 1, 1.1, 60, 20_000]) histogram.note(ms);
    const { counts, sum } = histogram.read();
    const countOf = (bound: (typeof timingBounds)[number]) => counts[timingBounds.indexOf(bound)];
    expect([countOf(0.001), countOf(0.0025), countOf(0.1)]).toEqual([2, 1, 1]);
    expect(counts.at(-1)).toBe(1);
    expect(counts.reduce((all, count) => all + count)).toBe(5);
    expect(sum).toBeCloseTo(20.0625);
  });

  test("gives a copy, which stays as it was", () => {
    const histogram = createHistogram();
    const before = histogram.read();
    histogram.note(3);
    expect(before.counts.every((count) => count === 0)).toBe(true);
  });
});
