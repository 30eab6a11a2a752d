import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "#src/db/client.ts";
import { StartupError } from "#src/lib/errors.ts";
import { backUp, printsOf, restoreInto } from "#test/support/backup-stage.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createFolder } from "#test/support/folder.ts";
import { fillInstance } from "#test/support/full-instance.ts";
import { checkBackup } from "./check.ts";
import { type Manifest, manifestName } from "./format.ts";
import { restoreBackup } from "./restore.ts";
import { createBackupFile } from "./write-file.ts";

const maxMs = 120_000;
setDefaultTimeout(maxMs);
const isLarge = Bun.env.FAULTS === "large";
const now = new Date("2026-11-27T12:00:00Z");

let database: TestDatabase;
let folder: ReturnType<typeof createFolder>;
let good: Buffer;
let path: string;
let manifest: Manifest;
let before: Record<string, string>;
beforeAll(async () => {
  database = await createTestDatabase();
  await fillInstance(database.work, now);
  folder = createFolder("damaged");
  path = join(folder.path, "x.tar.zst");
  await backUp(database.work, path, now);
  good = readFileSync(path);
  ({ manifest } = await checkBackup(path));
  await database.work`update sites set name = 'as it was'`;
  before = await printsOf(database.work);
  await database.close();
}, maxMs);
afterAll(async () => {
  await database?.drop();
  folder?.remove();
}, maxMs);

/** What a restore of these bytes answers; the database is to be replaced if it can be. */
async function refusalOf(bytes: Uint8Array): Promise<string> {
  writeFileSync(path, bytes);
  try {
    await restoreInto(database.connection, path, { replaces: true });
    return "restored";
  } catch (error) {
    return error instanceof StartupError ? error.message : `a bug: ${String(error)}`;
  }
}

/** A file in our form with what is given as its manifest. */
async function withManifest(changes: Partial<Manifest>): Promise<Buffer> {
  const file = await createBackupFile(path);
  await file.add(manifestName, Buffer.from(JSON.stringify({ ...manifest, ...changes })));
  await file.close();
  file.keep();
  return readFileSync(path);
}

async function expectUntouched(): Promise<void> {
  const { work, close } = openDatabase(database.connection);
  expect(await printsOf(work)).toEqual(before);
  await close();
}

describe("a backup that is not whole", () => {
  test(
    "is refused wherever it is cut, and nothing is touched",
    async () => {
      const step = Math.ceil(good.length / (isLarge ? 5_000 : 300));
      const ends = Array.from({ length: 120 }, (_, index) => good.length - 1 - index);
      for (let at = 0; at < good.length; at += step) ends.push(at);
      const said = new Set<string>();
      for (const end of ends) said.add(await refusalOf(good.subarray(0, end)));
      expect([...said].sort()).toEqual([
        `${path} is cut short, or not a backup: its end is missing.`,
        `${path} is not a backup of Tracker Analytics.`,
      ]);
      await expectUntouched();
    },
    maxMs,
  );

  test(
    "is refused whichever bit is flipped, and nothing is touched",
    async () => {
      const step = Math.ceil((good.length * 8) / (isLarge ? 20_000 : 600));
      const bits = Array.from({ length: 256 }, (_, bit) => bit);
      for (let bit = 0; bit < 40 * 8; bit++) bits.push(good.length * 8 - 1 - bit);
      for (let bit = 0; bit < good.length * 8; bit += step) bits.push(bit);
      for (const bit of bits) {
        const bytes = Buffer.from(good);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(await refusalOf(bytes)).toMatch(/ is (damaged|cut short|not a backup)/);
      }
      await expectUntouched();
    },
    maxMs,
  );

  test("is refused with something behind it, or with a piece taken out", async () => {
    for (const bytes of [
      Buffer.concat([good, Buffer.from("x")]),
      Buffer.concat([good, good]),
      Buffer.concat([good.subarray(0, 5_000), good.subarray(5_100)]),
      Buffer.concat([good.subarray(0, 5_000), Buffer.alloc(5_000), good.subarray(10_000)]),
    ])
      expect(await refusalOf(bytes)).toMatch(/ is (damaged|cut short)/);
    await expectUntouched();
  });

  test("is refused also when it is damaged between the look at it and the restore", async () => {
    writeFileSync(path, good);
    const backup = await checkBackup(path);
    const bytes = Buffer.from(good);
    const middle = good.length >> 1;
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    const { connection } = database;
    await expect(restoreBackup({ connection, path, backup, replaces: true })).rejects.toThrow(
      /is damaged|does not fit/,
    );
    writeFileSync(path, good.subarray(0, middle));
    await expect(restoreBackup({ connection, path, backup, replaces: true })).rejects.toThrow(
      "cut short",
    );
    await expectUntouched();
  });
});

describe("a file of something else", () => {
  test("is refused with a sentence that says so", async () => {
    const notOurs = `${path} is not a backup of Tracker Analytics.`;
    expect(await refusalOf(Buffer.alloc(0))).toBe(notOurs);
    expect(await refusalOf(Buffer.from("-- a dump of PostgreSQL\n".repeat(100)))).toBe(notOurs);
    expect(await refusalOf(Bun.zstdCompressSync(Buffer.alloc(5_000)))).toContain("not a backup");
    mkdirSync(join(folder.path, "sub"));
    await expect(checkBackup(join(folder.path, "sub"))).rejects.toThrow("not a backup");
    await expect(checkBackup(join(folder.path, "none"))).rejects.toThrow("There is no file");
    await expectUntouched();
  });

  test("is refused when it is of a newer version, which is named", async () => {
    const later = [...manifest.migrations, { hash: "x", createdAt: 4_000_000_000_000 }];
    const newer = { version: "9.0.0" };
    for (const bytes of [
      await withManifest({ ...newer, migrations: later }),
      await withManifest({ ...newer, format: 2 }),
    ])
      expect(await refusalOf(bytes)).toBe(
        `${path} is of a newer version (9.0.0): restore it with that, or a later one.`,
      );
    expect(await refusalOf(await withManifest({}))).toContain("is not whole");
    await expectUntouched();
  });

  test.each<[string, Partial<Manifest>]>([
    ["a table of others", { tables: [{ name: "pg_authid", columns: ["rolname"] }] }],
    ["what no backup holds", { tables: [{ name: "salts", columns: ["day"] }] }],
    [
      "a column that is a statement",
      { tables: [{ name: "sites", columns: ['id") from stdin; x'] }] },
    ],
    ["numbers of others", { identities: [{ table: "theirs", column: "id", last: "1" }] }],
  ])("is refused when it names %s", async (_, changes) => {
    expect(await refusalOf(await withManifest(changes))).toBe(
      `${path} is not a backup of Tracker Analytics.`,
    );
    await expectUntouched();
  });
});
