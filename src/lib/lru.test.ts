import { describe, expect, test } from "bun:test";
import { Lru } from "./lru.ts";

describe("Lru", () => {
  test("lets go of what was asked for the longest ago", () => {
    const lru = new Lru<string, number>(2);
    lru.set("a", 1);
    lru.set("b", 2);
    lru.get("a");
    lru.set("c", 3);
    expect([lru.get("a"), lru.get("b"), lru.get("c")]).toEqual([1, undefined, 3]);
    expect(lru.size).toBe(2);
  });

  test("replaces a value without growing", () => {
    const lru = new Lru<string, number>(2);
    for (let i = 0; i < 5; i++) lru.set("a", i);
    lru.set("b", 9);
    expect([lru.get("a"), lru.get("b"), lru.size]).toEqual([4, 9, 2]);
    lru.delete("a");
    expect(lru.get("a")).toBeUndefined();
  });

  test("weighs what it keeps, and keeps nothing that weighs too much", () => {
    const lru = new Lru<string, number[]>(10, ({ length }) => length);
    lru.set("a", new Array(4));
    lru.set("b", new Array(4));
    lru.set("a", new Array(5));
    expect(lru.size).toBe(2);
    lru.set("c", new Array(2));
    expect([lru.get("a")?.length, lru.get("b"), lru.get("c")?.length]).toEqual([5, undefined, 2]);
    lru.set("d", new Array(11));
    expect([lru.get("d"), lru.size]).toEqual([undefined, 0]);
  });
});
