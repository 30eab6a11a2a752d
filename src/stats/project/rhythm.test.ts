import { describe, expect, test } from "bun:test";
import { createRhythm } from "./rhythm.ts";

const day = { siteId: 1, day: "2026-11-23" };

describe("createRhythm", () => {
  test("lets a day be computed at once that never was", () => {
    expect(createRhythm().dueAt(day)).toBeLessThanOrEqual(0);
  });

  test.each([
    [0, 1_000],
    [50, 1_000],
    [100, 1_000],
    [700, 7_000],
  ])("after %d ms of work lets it rest for %d ms", (tookMs, restMs) => {
    const rhythm = createRhythm();
    rhythm.note(day, 5_000, tookMs);
    expect(rhythm.dueAt(day)).toBe(5_000 + restMs);
  });

  test("lets each day of each site rest for itself", () => {
    const rhythm = createRhythm();
    rhythm.note(day, 5_000, 0);
    expect(rhythm.dueAt({ ...day, siteId: 2 })).toBe(0);
    expect(rhythm.dueAt({ ...day, day: "2026-11-22" })).toBe(0);
  });

  test("forgets days that have rested", () => {
    const rhythm = createRhythm();
    rhythm.note(day, 5_000, 0);
    rhythm.note({ ...day, siteId: 2 }, 6_000, 0);
    expect(rhythm.dueAt(day)).toBe(0);
  });
});
