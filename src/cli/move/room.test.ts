import { describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { freeBytes } from "#src/db/upgrade-backup.ts";
import { createFolder } from "#test/support/folder.ts";
import { mountSmallDisk } from "#test/support/small-disk.ts";
import { estimateImport, roomOf, whileRoom } from "./room.ts";
import { writePieces } from "./write-file.ts";

const mib = 2 ** 20;
const embedded = { databaseUrl: null, dataDir: "/data" };

describe("roomOf", () => {
  test("says how much is free of how much an import takes, and 64 MiB more", () => {
    const checkRoom = roomOf(embedded, () => 100 * mib);
    expect(() => checkRoom(36 * mib)).not.toThrow();
    expect(() => checkRoom(37 * mib)).toThrow(
      "Nothing was imported. The disk of /data has 105 MB free, and 106 MB may be needed.",
    );
  });

  test("does not look at the disk of a database that is elsewhere", () => {
    const elsewhere = { ...embedded, databaseUrl: "postgres://db.internal/stats" };
    expect(() => roomOf(elsewhere, () => 0)(mib)).not.toThrow();
  });
});

describe("estimateImport", () => {
  test.each([
    // Of few events the database's log grows by as much as its tables, of many by 512 MiB.
    [1_000, 1_200_000],
    [100_000_000, 60_000_000_000 + 512 * mib],
  ])("of %d events is %d bytes", (events, bytes) => {
    expect(estimateImport({ events, figures: 0, visits: 0 })).toBe(bytes);
  });
});

describe("whileRoom", () => {
  test.each([
    [{ freeBytes: 64 * mib - 1, totalBytes: 10_000 * mib }, false],
    [{ freeBytes: 64 * mib, totalBytes: 10_000 * mib }, true],
    // The small disk in memory of a container.
    [{ freeBytes: 7 * mib, totalBytes: 64 * mib }, true],
    [{ freeBytes: 6 * mib, totalBytes: 64 * mib }, false],
  ])("with %j of a disk hands on: %p", async (disk, isHandedOn) => {
    const handed = Array.fromAsync(
      whileRoom(piecesOf("a", "b"), { folder: "/", name: "x", read: async () => disk }),
    );
    if (isHandedOn) expect(await handed).toEqual(["a", "b"]);
    else await expect(handed).rejects.toThrow("The disk of x is nearly full, and what is left is");
  });
});

describe("writePieces", () => {
  test("stops before a disk is full, and leaves nothing there", async () => {
    const folder = createFolder("room");
    const disk = mountSmallDisk(join(folder.path, "disk"), 20);
    try {
      const path = join(folder.path, "disk/site.ndjson");
      // Where nobody may mount there is none.
      if (!disk) return expect(disk).toBeNull();
      let leastBytes = Number.POSITIVE_INFINITY;
      const pieces = async function* () {
        for (let times = 0; times < 40; times++) {
          leastBytes = Math.min(leastBytes, freeBytes(join(folder.path, "disk")));
          yield Buffer.alloc(mib / 2);
        }
      };
      await expect(writePieces(path, pieces())).rejects.toThrow(`The disk of ${path} is nearly`);
      expect(leastBytes).toBeGreaterThan(mib);
      expect(readdirSync(join(folder.path, "disk"))).toEqual([]);
    } finally {
      disk?.end();
      folder.remove();
    }
  });
});

async function* piecesOf<T>(...pieces: T[]): AsyncGenerator<T> {
  yield* pieces;
}
