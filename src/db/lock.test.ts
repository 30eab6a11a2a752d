import { describe, expect, test } from "bun:test";
import { locks } from "./lock.ts";

describe("locks", () => {
  // A shared number once made the first account wait for the projector, which never lets go.
  test("no two purposes share a number", () => {
    const numbers = Object.values(locks);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});
