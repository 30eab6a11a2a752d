import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfig } from "#src/config.ts";
import { checkBackup } from "#src/db/backup/check.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createFolder } from "#test/support/folder.ts";
import { backUpByNight } from "./back-up.ts";

let database: TestDatabase;
let folder: ReturnType<typeof createFolder>;
let backupDir: string;
beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database?.drop(), 60_000);
beforeEach(() => {
  folder?.remove();
  folder = createFolder("nights");
  backupDir = join(folder.path, "backups");
});
afterAll(() => folder.remove());

function backUpAt(time: string, env: Record<string, string> = { BACKUP_DIR: backupDir }) {
  const config = loadConfig({}, { BACKUP_KEEP: "3", ...env });
  return backUpByNight({ config, database, version: "1.2.3", now: () => new Date(time) });
}

const names = () => readdirSync(backupDir).sort();

describe("backUpByNight", () => {
  test("does nothing without a folder for it", async () => {
    await backUpAt("2026-11-27T02:40:00Z", {});
    expect(existsSync(backupDir)).toBe(false);
  });

  test("writes a backup that can be read, once a night", async () => {
    await backUpAt("2026-11-27T02:40:00Z");
    expect(names()).toEqual(["tracker-2026-11-27T0240.tar.zst"]);
    const { manifest } = await checkBackup(join(backupDir, names()[0] ?? ""));
    expect(manifest).toMatchObject({ version: "1.2.3", createdAt: "2026-11-27T02:40:00.000Z" });
    for (const time of ["2026-11-27T02:40:05Z", "2026-11-27T17:00:00Z", "2026-11-28T02:39:59Z"])
      await backUpAt(time);
    expect(names()).toHaveLength(1);
  });

  test("makes up for a night that was slept through, and is on time the next", async () => {
    await backUpAt("2026-11-26T02:40:00Z");
    await backUpAt("2026-11-27T09:15:00Z");
    await backUpAt("2026-11-28T02:40:00Z");
    expect(names()).toEqual([
      "tracker-2026-11-26T0240.tar.zst",
      "tracker-2026-11-27T0915.tar.zst",
      "tracker-2026-11-28T0240.tar.zst",
    ]);
  });

  test("keeps the newest, and everything that is not its own", async () => {
    const time = (day: number) => `2026-11-${day}T02:40:00Z`;
    await backUpAt(time(20));
    const others = ["notes.txt", "tracker-2026-01-01T0000-before-2.0.0.tar.zst", "tracker.tar.zst"];
    for (const name of others) writeFileSync(join(backupDir, name), "mine");
    for (const day of [21, 22, 23, 24]) await backUpAt(time(day));
    expect(names()).toEqual(
      [...others, ...[22, 23, 24].map((day) => `tracker-2026-11-${day}T0240.tar.zst`)].sort(),
    );
  });

  test("takes away what one that was killed has left", async () => {
    await backUpAt("2026-11-26T02:40:00Z");
    writeFileSync(join(backupDir, "tracker-2026-11-27T0240.tar.zst.part"), "half");
    writeFileSync(join(backupDir, "other.part"), "not ours");
    await backUpAt("2026-11-27T02:41:00Z");
    expect(names()).toEqual([
      "other.part",
      "tracker-2026-11-26T0240.tar.zst",
      "tracker-2026-11-27T0241.tar.zst",
    ]);
  });

  test("is not kept from it by files of a time that is yet to come, nor deletes its own for them", async () => {
    mkdirSync(backupDir);
    const ahead = ["tracker-2031-01-01T0240.tar.zst", "tracker-2031-01-02T0240.tar.zst"];
    for (const name of ahead) writeFileSync(join(backupDir, name), "when the clock was wrong");
    const env = { BACKUP_DIR: backupDir, BACKUP_KEEP: "1" };
    await backUpAt("2026-11-26T02:40:00Z", env);
    await backUpAt("2026-11-27T02:40:00Z", env);
    expect(names()).toEqual(["tracker-2026-11-27T0240.tar.zst", ...ahead]);
  });

  test("keeps at least the one that it has just made", async () => {
    await backUpAt("2026-11-26T02:40:00Z");
    await backUpAt("2026-11-27T02:40:00Z", { BACKUP_DIR: backupDir, BACKUP_KEEP: "0" });
    expect(names()).toEqual(["tracker-2026-11-27T0240.tar.zst"]);
  });

  test("lets only its owner read what it writes", async () => {
    await backUpAt("2026-11-26T02:40:00Z");
    const path = join(backupDir, names()[0] ?? "");
    const { mode } = await Bun.file(path).stat();
    expect(mode & 0o777).toBe(0o600);
  });
});
