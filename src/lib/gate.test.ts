import { describe, expect, test } from "bun:test";
import { Gate } from "./gate.ts";

describe("Gate", () => {
  test("lets so many in at once, and the others in their order", async () => {
    const gate = new Gate({ max: 2, restMaxMs: 0 });
    let inside = 0;
    let most = 0;
    const done: number[] = [];
    const work = (number: number) =>
      gate.pass(async () => {
        inside += 1;
        most = Math.max(most, inside);
        await Bun.sleep(2);
        inside -= 1;
        done.push(number);
      });
    await Promise.all([1, 2, 3, 4, 5].map(work));
    expect(most).toBe(2);
    expect(done).toEqual([1, 2, 3, 4, 5]);
  });

  test("is free again after a failure", async () => {
    const gate = new Gate({ max: 1, restMaxMs: 0 });
    const fail = gate.pass(() => Promise.reject(new Error("broken")));
    const next = gate.pass(async () => "done");
    await expect(fail).rejects.toThrow("broken");
    expect(await next).toBe("done");
  });

  test("rests after a work for as long as that took, but not for long", async () => {
    const restAfter = async (workMs: number, restMaxMs: number) => {
      const gate = new Gate({ max: 1, restMaxMs });
      await gate.pass(() => Bun.sleep(workMs));
      const endedAt = performance.now();
      return gate.pass(async () => performance.now() - endedAt);
    };
    const short = await restAfter(50, 20_000);
    expect(short).toBeGreaterThan(45);
    expect(short).toBeLessThan(5_000);
    const long = await restAfter(2_000, 30);
    expect(long).toBeGreaterThan(25);
    expect(long).toBeLessThan(1_000);
  }, 30_000);
});
