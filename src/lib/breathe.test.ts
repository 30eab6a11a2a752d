import { describe, expect, spyOn, test } from "bun:test";
import { breathe } from "./breathe.ts";

const workMs = (ms: number) => {
  const until = performance.now() + ms;
  while (performance.now() < until);
};

describe("breathe", () => {
  test("lets others go first every few milliseconds, however many compute", async () => {
    let parts = 0;
    const computation = async () => {
      for (let part = 0; part < 50; part++) {
        await breathe();
        workMs(1);
        parts += 1;
      }
    };
    // In parts of work: how long these take is a matter of what else the machine does.
    const gaps: number[] = [];
    const note = () => {
      gaps.push(parts);
      parts = 0;
    };
    const clock = setInterval(note, 1);
    await Promise.all(Array.from({ length: 6 }, computation));
    clearInterval(clock);
    note();
    // 300 ms of work: not told in a few long gaps but in some fifty short ones.
    expect(gaps.reduce((sum, gap) => sum + gap)).toBe(300);
    expect(Math.max(...gaps)).toBeLessThan(20);
  });

  test("costs nothing while there was no work", async () => {
    // On a clock that stands: what else the machine does would be taken for work.
    const time = spyOn(performance, "now").mockReturnValue(performance.now());
    await breathe();
    let ticks = 0;
    const clock = setImmediate(() => ticks++);
    for (let at = 0; at < 10; at++) await breathe();
    clearImmediate(clock);
    time.mockRestore();
    expect(ticks).toBe(0);
  });
});
