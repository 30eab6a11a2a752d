import { describe, expect, test } from "bun:test";
import { loadAhead, portionsOf } from "./ahead.ts";

describe("portionsOf", () => {
  test("has all items in order, the last portion a smaller one", () => {
    expect(portionsOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(portionsOf([], 2)).toEqual([]);
  });
});

describe("loadAhead", () => {
  test("loads the next while one is used, and never more", async () => {
    const told: string[] = [];
    const load = async (item: number) => {
      told.push(`load ${item}`);
      return item;
    };
    for await (const item of loadAhead([1, 2, 3], load)) told.push(`use ${item}`);
    expect(told).toEqual(["load 1", "load 2", "use 1", "load 3", "use 2", "use 3"]);
  });

  test("fails where the item is due, and not before", async () => {
    const used: number[] = [];
    const use = async () => {
      const load = async (item: number) => {
        if (item === 2) throw new Error("gone");
        return item;
      };
      for await (const item of loadAhead([1, 2, 3], load)) used.push(item);
    };
    await expect(use()).rejects.toThrow("gone");
    expect(used).toEqual([1]);
  });
});
