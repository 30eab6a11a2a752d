import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { chownSync, existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readVersion } from "#src/lib/version.ts";
import { type BareStage, makePast, openBareStage } from "#test/support/past-database.ts";
import { readJournal } from "./journal.ts";
import { locks } from "./lock.ts";
import { migrateDatabase } from "./migrate.ts";
import { readMigrationState } from "./migration-state.ts";
import { readMigrations } from "./migrations.ts";
import { backUpBeforeUpgrade, checkRoom, estimateBackup } from "./upgrade-backup.ts";

const now = new Date("2026-11-27T14:05:00Z");
const migrations = readMigrations();
const version = readVersion();
/** The first migrations, which make a database that has been in use for long. */
const pastCount = 9;

let stage: BareStage;
let connection: BareStage["connection"];
let sql: BareStage["sql"];
let folder: string;
beforeEach(async () => {
  stage = await openBareStage();
  ({ connection, sql, folder } = stage);
});
afterEach(() => stage.close());

async function makeUsedPast(): Promise<void> {
  await makePast(connection, pastCount, ["2026-11-01"]);
  await sql`
    insert into sites (key, domain, name, time_zone)
    values ('shopshopshop', 'shop.example', 'A shop', 'UTC')
  `;
}

/** Brings it up to date as a server would, with the backup before. */
function upgrade() {
  return migrateDatabase(connection, now, {
    backUp: async (from, state) => {
      await backUpBeforeUpgrade({ sql: from, state, folder: folder, now });
    },
  });
}

const setVersion = (value: string) => sql`
  insert into settings (name, value) values ('version', ${sql.json(value)})
  on conflict (name) do update set value = excluded.value
`;
const appliedCount = async () => (await readJournal(sql)).length;

describe("migrateDatabase", () => {
  test("makes the tables of a new database, without a backup or a word", async () => {
    const said: unknown[] = [];
    const say = (...words: unknown[]) => said.push(words);
    const backUp = () => Promise.reject(new Error("there is nothing to back up"));
    await migrateDatabase(connection, now, { backUp, onMigration: say, onProgress: say });
    expect(said).toEqual([]);
    expect(await readMigrationState(sql)).toEqual({
      ...{ pending: [], last: migrations.at(-1)?.name ?? "", version, hasData: false },
    });
  });

  test("tells of each migration and each statement of a database with data", async () => {
    await makeUsedPast();
    const names: string[] = [];
    const told: [number, number][] = [];
    await migrateDatabase(connection, now, {
      onMigration: ({ name }) => names.push(name),
      onProgress: (done, total) => told.push([done, total]),
    });
    const pending = migrations.slice(pastCount);
    expect(names).toEqual(pending.map(({ name }) => name));
    const total = pending.flatMap(({ statements }) => statements).length;
    expect(told).toEqual(Array.from({ length: total }, (_, index) => [index + 1, total]));
  });

  test("changes nothing when one of several migrations fails", async () => {
    await makeUsedPast();
    await sql`alter table pending add column queued_at timestamptz`;
    await expect(migrateDatabase(connection, now)).rejects.toThrow("already exists");
    expect(await appliedCount()).toBe(pastCount);
    const state = await readMigrationState(sql);
    expect(state).toMatchObject({ version: null, last: migrations[pastCount - 1]?.name ?? "" });
    await sql`alter table pending drop column queued_at`;
    await migrateDatabase(connection, now);
    expect(await appliedCount()).toBe(migrations.length);
  });

  test("refuses a database of a later version, naming both", async () => {
    await migrateDatabase(connection, now);
    await sql`insert into tracker_migrations (hash, created_at) values ('x', 9e12)`;
    const refusal = `this is ${version}: use that version or a later one, or restore the backup`;
    await setVersion("99.1.0");
    await expect(migrateDatabase(connection, now)).rejects.toThrow(
      `The database was upgraded by version 99.1.0 and ${refusal}`,
    );
    await setVersion(version);
    await expect(migrateDatabase(connection, now)).rejects.toThrow(
      `The database was upgraded by a newer version and ${refusal}`,
    );
  });

  test("waits for a server that is at it, says so, and finds everything done", async () => {
    await makeUsedPast();
    await sql`select pg_advisory_lock(${locks.migration})`;
    const names: string[] = [];
    const waited = Promise.withResolvers<void>();
    const second = migrateDatabase(connection, now, {
      onWait: waited.resolve,
      onMigration: ({ name }) => names.push(name),
    });
    await waited.promise;
    await makePast(connection, migrations.length, []);
    await sql`select pg_advisory_unlock(${locks.migration})`;
    await second;
    expect(names).toEqual([]);
    expect(await appliedCount()).toBe(migrations.length);
  });

  test("does each migration once, however many servers start at the same moment", async () => {
    await makeUsedPast();
    const names: string[] = [];
    const steps = { onMigration: ({ name }: { name: string }) => names.push(name) };
    await Promise.all([1, 2, 3, 4].map(() => migrateDatabase(connection, now, steps)));
    expect(names).toEqual(migrations.slice(pastCount).map(({ name }) => name));
    expect(await appliedCount()).toBe(migrations.length);
  });
});

describe("backUpBeforeUpgrade", () => {
  const names = () => readdirSync(folder).toSorted();

  test("writes a file named for the version before, for its owner alone", async () => {
    await makeUsedPast();
    await setVersion("0.0.9");
    writeFileSync(join(folder, "tracker-2026-11-01T0000-upgrade-from-0.0.9.tar.zst.part"), "");
    await upgrade();
    const name = "tracker-2026-11-27T1405-upgrade-from-0.0.9.tar.zst";
    expect(names()).toEqual([name]);
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(await appliedCount()).toBe(migrations.length);
  });

  test("leaves it to the owner of the folder, also when root has made it", async () => {
    if (process.getuid?.() === 0) chownSync(folder, 65_534, 65_534);
    const own = join(folder, "var/backups");
    const input = { sql, state: { version: "0.0.9", last: null }, folder: own, now };
    await makeUsedPast();
    const { path } = await backUpBeforeUpgrade(input);
    for (const made of [join(folder, "var"), own, path])
      expect(statSync(made).uid).toBe(statSync(folder).uid);
  });

  test("names it for the last migration while no version has said which it is", async () => {
    await makeUsedPast();
    await upgrade();
    expect(names()).toEqual([`tracker-2026-11-27T1405-upgrade-from-0008_people.tar.zst`]);
  });

  test("keeps one of each of the last three versions, and every other file", async () => {
    const kept = [
      "tracker-2026-09-01T0240.tar.zst",
      "tracker-2026-09-02T1000-upgrade-from-0.0.7.tar.zst",
      "tracker-2026-09-03T1000-upgrade-from-0.0.8.tar.zst",
    ];
    const old = [
      "tracker-2026-09-01T1000-upgrade-from-0.0.6.tar.zst",
      "tracker-2026-09-04T1000-upgrade-from-0.0.9.tar.zst",
    ];
    for (const name of [...kept, ...old]) writeFileSync(join(folder, name), "");
    await makeUsedPast();
    await setVersion("0.0.9");
    await upgrade();
    expect(names()).toEqual([...kept, "tracker-2026-11-27T1405-upgrade-from-0.0.9.tar.zst"]);
  });

  test("stops the upgrade where none can be made, and says how to go on without", async () => {
    await makeUsedPast();
    const blocked = join(folder, "file");
    writeFileSync(blocked, "");
    const input = { sql, state: { version: null, last: null }, folder: blocked, now };
    await expect(backUpBeforeUpgrade(input)).rejects.toThrow(
      /^The database was not upgraded, as no backup could be made before: .*file.* go on without one by: tracker-analytics migrate --no-backup$/,
    );
    expect(existsSync(blocked)).toBe(true);
  });

  test("is not begun on a disk without room", async () => {
    expect(() => checkRoom(folder, 20_000_000, 80_000_000)).toThrow(
      /^The disk of \S+ has 80 MB free, and 88 MB may be needed\.$/,
    );
    checkRoom(folder, 20_000_000, 90_000_000);
    await makeUsedPast();
    expect(await estimateBackup(sql)).toBeGreaterThan(10_000);
  });
});
