import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { assetPath } from "#src/lib/assets.ts";
import {
  createBareDatabase,
  createTestDatabase,
  type TestDatabase,
} from "#test/support/database.ts";
import { eventOf, storeEvents } from "#test/support/events.ts";
import { createFolder } from "#test/support/folder.ts";
import { openDatabase, type Sql } from "./client.ts";
import { migrateDatabase } from "./migrate.ts";
import { ensurePartitions, ensurePartitionsBetween } from "./partitions.ts";

const maxMs = 60_000;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
}, maxMs);
afterAll(() => database.drop(), 60_000);

const monthOf = (day: string) => new Date(`${day}T00:00:00Z`);
const ensure = (day: string) => ensurePartitionsBetween(database.work, monthOf(day), monthOf(day));

/** How a table is kept: its parameters, and the columns of which no statistics are made. */
async function readUpkeep(sql: Sql, table: string) {
  const [row] = await sql<{ options: string[] | null; plain: string[]; index: string | null }[]>`
    select reloptions as options,
           array(
             select attname::text
             from pg_attribute
             where attrelid = pg_class.oid and attstattarget = 0 and attnum > 0
             order by attname
           ) as plain,
           (select pg_get_indexdef(indexrelid) from pg_index where indrelid = pg_class.oid) as index
    from pg_class
    where oid = ${table}::regclass
  `;
  return { ...row, index: row?.index?.replace(/.*USING/, "") };
}

/** What of a table every statement goes by. */
const known = {
  events: ["day", "id", "kind", "site_id", "ts", "visitor"],
  visits: [
    ...["day", "events", "last_seen_at", "site_id", "started_at", "visit_count"],
    ...["visit_no", "visitor"],
  ],
};

describe("ensurePartitionsBetween", () => {
  test("takes no month of somebody else in the same database for ours", async () => {
    await database.work.unsafe(`
      create schema other;
      create table other.events (day date) partition by range (day);
      create table other.events_2033_01 partition of other.events
      for values from ('2033-01-01') to ('2033-02-01')
    `);
    await ensure("2033-01-01");
    const { options } = await readUpkeep(database.work, "events_2033_01");
    expect(options).toEqual(["fillfactor=85"]);
    await database.work`drop schema other cascade`;
  });

  test.each(["events", "visits"] as const)("gives new months of %s their upkeep", async (table) => {
    await ensure("2031-05-01");
    const { options, plain, index } = await readUpkeep(database.work, `${table}_2031_05`);
    expect(options).toEqual(["fillfactor=85"]);
    expect(index).toContain(table === "events" ? "(site_id, day, visitor, id)" : "visit_no)");
    const columns = await database.work<{ name: string }[]>`
      select column_name::text as name
      from information_schema.columns
      where table_name = ${table}
    `;
    const others = columns.map(({ name }) => name).filter((name) => !known[table].includes(name));
    expect(plain).toEqual(others.sort());
  });

  test("makes a month beside whoever reads and writes, without holding anybody up", async () => {
    await ensure("2031-06-01");
    const reading = await database.reports.reserve();
    await reading`begin`;
    await reading`select count(*) from events, visits`;
    const writing = await database.collector.reserve();
    await writing`begin`;
    await storeEvents(writing as never, [eventOf({ site_id: 1, ts: "2031-06-01T00:00:00Z" })]);
    await ensure("2031-07-01");
    await storeEvents(database.work, [eventOf({ site_id: 1, ts: "2031-07-31T23:59:59Z" })]);
    await writing`commit`;
    await reading`commit`;
    reading.release();
    writing.release();
  });

  test("may be asked for the same month by several at once, and again", async () => {
    await Promise.all([ensure("2031-08-01"), ensure("2031-08-31"), ensure("2031-08-15")]);
    await ensure("2031-08-01");
    await storeEvents(database.work, [eventOf({ site_id: 1, ts: "2031-08-31T23:59:59Z" })]);
  });
});

describe("ensurePartitions", () => {
  // In Honolulu it is still the day before, in Kiritimati already the day after.
  test.each([
    ["on the first of a month", "2032-03-01T00:00:00Z", ["2032-02-28", "2032-02-29", "2032-03-01"]],
    ["on the last of a year", "2032-12-31T23:59:59Z", ["2032-12-29", "2033-01-01", "2033-03-31"]],
  ])("has room for all days that may come %s", async (_when, now, days) => {
    await ensurePartitions(database.work, new Date(now));
    const events = days.map((day) => eventOf({ site_id: 1, ts: `${day}T12:00:00Z` }));
    await storeEvents(database.work, events);
  });
});

describe("the migration of upkeep", () => {
  test(
    "gives the months that are there what new ones get, and leaves the salts as they are",
    async () => {
      const { connection, drop } = await createBareDatabase();
      const folder = createFolder("migrations");
      const { work, close } = openDatabase(connection);
      try {
        await migrate(drizzle(work), { migrationsFolder: migrationsBefore("0007", folder.path) });
        for (const table of ["events", "visits"])
          await work.unsafe(
            `create table ${table}_2031_05 partition of ${table}
             for values from ('2031-05-01') to ('2031-06-01')`,
          );
        const salts = await readUpkeep(work, "salts");
        expect(salts.options).toEqual(["autovacuum_enabled=off"]);
        expect(salts.plain).toEqual(["salt"]);
        await migrateDatabase(connection, monthOf("2031-06-15"));
        for (const table of ["events", "visits"])
          expect(await readUpkeep(work, `${table}_2031_05`)).toEqual(
            await readUpkeep(work, `${table}_2031_06`),
          );
        expect(await readUpkeep(work, "salts")).toEqual(salts);
        for (const queue of ["pending", "stale_days"])
          expect((await readUpkeep(work, queue)).options).toEqual([
            "autovacuum_vacuum_scale_factor=0",
            "autovacuum_vacuum_threshold=1000",
          ]);
      } finally {
        await close();
        await drop();
        folder.remove();
      }
    },
    maxMs,
  );
});

/** A folder with the migrations of an earlier version. */
function migrationsBefore(first: string, folder: string): string {
  cpSync(assetPath("drizzle"), folder, { recursive: true });
  const path = join(folder, "meta/_journal.json");
  const journal = JSON.parse(readFileSync(path, "utf8")) as { entries: { tag: string }[] };
  const entries = journal.entries.filter(({ tag }) => tag < first);
  writeFileSync(path, JSON.stringify({ ...journal, entries }));
  return folder;
}
