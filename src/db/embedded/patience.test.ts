import { describe, expect, test } from "bun:test";
import { countStart, pauseAfter } from "./patience.ts";

/** The pauses between so many starts that fail, until it is given up. */
function pausesOf(tries: number, hasRoom: boolean): number[] {
  const pauses: number[] = [];
  for (let failures = 0; pauses.length < tries; failures = countStart(failures, hasRoom)) {
    const pauseMs = pauseAfter(failures);
    if (pauseMs === null) break;
    pauses.push(pauseMs);
  }
  return pauses;
}

describe("a PostgreSQL that does not start again", () => {
  test("is tried at once and then ever less often, for five minutes", () => {
    const pauses = pausesOf(1_000, true);
    expect(pauses.slice(0, 8)).toEqual([200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000]);
    const minutes = pauses.reduce((sum, ms) => sum + ms, 0) / 60_000;
    expect(minutes).toBeGreaterThan(4);
    expect(minutes).toBeLessThan(6);
  });

  test("is tried for as long as the disk is full", () => {
    const pauses = pausesOf(1_000, false);
    expect(pauses).toHaveLength(1_000);
    expect(Math.max(...pauses)).toBe(10_000);
  });

  test("is given up for another reason though the disk was full before", () => {
    let failures = 0;
    for (let tries = 0; tries < 100; tries++) failures = countStart(failures, false);
    for (let tries = 0; tries < 35; tries++) failures = countStart(failures, true);
    expect(pauseAfter(failures)).toBeNull();
  });
});
