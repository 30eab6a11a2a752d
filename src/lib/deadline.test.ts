import { describe, expect, test } from "bun:test";
import { DeadlineError, withDeadline } from "./deadline.ts";

describe("withDeadline", () => {
  test("gives what the promise gives", async () => {
    expect(await withDeadline(Promise.resolve(7), 1_000)).toBe(7);
    await expect(withDeadline(Promise.reject(new Error("no")), 1_000)).rejects.toThrow("no");
  });

  test("gives up on a promise that is too late, also when that fails afterwards", async () => {
    const late = Bun.sleep(20).then(() => Promise.reject(new Error("later")));
    await expect(withDeadline(late, 5)).rejects.toBeInstanceOf(DeadlineError);
    await Bun.sleep(40);
  });
});
