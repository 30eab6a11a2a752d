import { describe, expect, test } from "bun:test";
import { isDiskNearlyFull, isDiskShort, readDisk } from "./disk.ts";

const gib = 2 ** 30;

describe("readDisk", () => {
  test("looks where the folder will be, as long as it is not there", async () => {
    const { freeBytes, totalBytes } = await readDisk("/tmp/not-there/at/all");
    expect(totalBytes).toBeGreaterThan(0);
    expect(freeBytes).toBeLessThanOrEqual(totalBytes);
    expect((await readDisk("/tmp")).totalBytes).toBe(totalBytes);
  });
});

describe("a disk", () => {
  test.each([
    [{ freeBytes: 50 * gib, totalBytes: 100 * gib }, false, false],
    [{ freeBytes: 9 * gib, totalBytes: 100 * gib }, true, false],
    [{ freeBytes: 1.9 * gib, totalBytes: 10 * gib }, true, false],
    [{ freeBytes: 0.4 * gib, totalBytes: 1 * gib }, true, true],
  ])("%p is short: %p, nearly full: %p", (disk, short, full) => {
    expect([isDiskShort(disk), isDiskNearlyFull(disk)]).toEqual([short, full]);
  });
});
