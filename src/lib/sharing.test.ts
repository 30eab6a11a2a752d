import { describe, expect, test } from "bun:test";
import { Sharing } from "./sharing.ts";

describe("Sharing", () => {
  test("asks once for all who come while the answer is on its way, and a little later", async () => {
    const sharing = new Sharing<string, number>();
    let asked = 0;
    const ask = () =>
      sharing.ask("a", async () => {
        asked += 1;
        await Bun.sleep(20);
        return asked;
      });
    const startedAt = performance.now();
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
    expect(await ask()).toBe(1);
    await Bun.sleep(10 * (performance.now() - startedAt) + 20);
    expect(await ask()).toBe(2);
  });

  test("is as good as new where answers are quick", async () => {
    const sharing = new Sharing<string, number>();
    let asked = 0;
    const ask = () => sharing.ask("a", async () => ++asked);
    const startedAt = performance.now();
    expect(await ask()).toBe(1);
    await Bun.sleep(10 * (performance.now() - startedAt) + 5);
    expect(await ask()).toBe(2);
  });

  test("keeps questions apart, and asks again after a failure", async () => {
    const sharing = new Sharing<string, string>();
    const fail = () => Promise.reject(new Error("away"));
    await expect(sharing.ask("a", fail)).rejects.toThrow("away");
    expect(await sharing.ask("a", async () => "here")).toBe("here");
    expect(await sharing.ask("b", async () => "there")).toBe("there");
  });
});
