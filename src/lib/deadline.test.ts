import { describe, expect, test } from "bun:test";
import { DeadlineError, withDeadline } from "./deadline.ts";

describe("withDeadline", () => {
  test("gives what the promise gives", async () => {
    expect(await withDeadline(Promise.resolve(7), 1_000)).toBe(7);
    await expect(withDeadline(Promise.reject(new Error("no")), 1_000)).rejects.toThrow("no");
  });

  test("gives up on a promise that is too late, also when that fails afterwards", async () => {
    const late = Promise.withResolvers<never>();
    await expect(withDeadline(late.promise, 5)).rejects.toBeInstanceOf(DeadlineError);
    late.reject(new Error("later"));
    await Bun.sleep(40);
  });
});
