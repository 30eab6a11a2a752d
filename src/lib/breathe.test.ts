import { describe, expect, test } from "bun:test";
import { breathe } from "./breathe.ts";

const workMs = (ms: number) => {
  const until = performance.now() + ms;
  while (performance.now() < until);
};

describe("breathe", () => {
  test("lets others go first every few milliseconds, however many compute", async () => {
    const computation = async () => {
      for (let part = 0; part < 50; part++) {
        await breathe();
        workMs(1);
      }
    };
    const gaps: number[] = [];
    let lastMs = performance.now();
    const clock = setInterval(() => {
      gaps.push(performance.now() - lastMs);
      lastMs = performance.now();
    }, 1);
    await Promise.all(Array.from({ length: 6 }, computation));
    clearInterval(clock);
    // 300 ms of work: not told in a few long gaps but in some fifty short ones.
    expect(gaps.length).toBeGreaterThan(25);
  });

  test("costs nothing while there was no work", async () => {
    await breathe();
    let ticks = 0;
    const clock = setImmediate(() => ticks++);
    for (let at = 0; at < 10; at++) await breathe();
    clearImmediate(clock);
    expect(ticks).toBe(0);
  });
});
