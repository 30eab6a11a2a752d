import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Database, openDatabase } from "#src/db/client.ts";
import { migrateDatabase } from "#src/db/migrate.ts";
import { readMigrations } from "#src/db/migrations.ts";
import { dailyDimensions, isDimension } from "#src/stats/dimensions.ts";
import { rebuild } from "#src/stats/project/rebuild.ts";
import { settleProjections } from "#src/stats/project/settle.ts";
import { wholeScope } from "#src/stats/scope.ts";
import { readTotals } from "#src/stats/totals.ts";
import {
  createBareDatabase,
  createTestDatabase,
  type TestDatabase,
} from "#test/support/database.ts";
import { fillInstance, fullMonths } from "#test/support/full-instance.ts";
import { readPanels } from "#test/support/lists.ts";
import { fillPast, makePast, readRows, readShapes } from "#test/support/past-database.ts";

// Every version of the tables that there ever was is upgraded to today's, with data in all of them.

const maxMs = 60_000;
const now = new Date("2026-11-30T12:00:00Z");
const range = { from: "2026-10-01", to: "2026-11-30" };
const breakdowns = dailyDimensions.filter(isDimension);
/** What is computed from the events, and what waits to be. */
const derived = new Set("visits daily daily_lists day_versions day_segments".split(" "));
const queues = new Set(["pending", "stale_days"]);
const migrations = readMigrations();

let today: TestDatabase;
let sites: { id: number; timeZone: string }[];
let figures: Awaited<ReturnType<typeof readFigures>>;
let projections: string[];
beforeAll(async () => {
  today = await createTestDatabase();
  sites = await fillInstance(today.work, now);
  figures = await readFigures(today);
  projections = await readProjections(today);
}, maxMs);
afterAll(() => today?.drop(), 60_000);

/** What a dashboard says of each site. */
async function readFigures({ work }: Pick<Database, "work">) {
  const read = [];
  for (const site of sites) {
    const scope = wholeScope(site, range);
    read.push(await readTotals(work, scope));
    read.push(await readPanels(work, { scope, dimensions: breakdowns, limit: 100 }));
  }
  return read;
}

async function readProjections({ work }: Pick<Database, "work">) {
  const rows = await work<{ line: string }[]>`
    select line collate "C" as line
    from (
      select to_jsonb(visits)::text as line from visits
      union all
      select to_jsonb(daily)::text from daily
    ) both_projections
    order by 1
  `;
  return rows.map(({ line }) => line);
}

/** Every row of every table, and what has been done to them. */
async function readEverything({ work }: Pick<Database, "work">) {
  const all: Record<string, string[]> = {};
  for (const shape of await readShapes(work)) all[shape.table] = await readRows(work, shape);
  const done = await work`select * from tracker_migrations order by created_at`;
  return { all, done: [...done] };
}

/** The rows that nobody can compute again, as far as both versions have them. */
async function readKept({ work }: Pick<Database, "work">, shapes: Shapes) {
  const kept: Record<string, string[]> = {};
  for (const shape of shapes)
    if (!(derived.has(shape.table) || queues.has(shape.table)))
      kept[shape.table] = await readRows(work, shape);
  kept.settings = (kept.settings ?? []).filter((row) => !row.includes('"name": "version"'));
  return kept;
}
type Shapes = Awaited<ReturnType<typeof readShapes>>;

describe("an instance with everything in it", () => {
  test("has something in every table but for the queues", async () => {
    for (const shape of await readShapes(today.work))
      expect([shape.table, (await readRows(today.work, shape)).length > 0]).toEqual([
        shape.table,
        !queues.has(shape.table),
      ]);
  });
});

describe("an upgrade", () => {
  test.each(migrations.map(({ name }, index) => [name, index + 1] as const))(
    "from %s keeps every row, says the same figures, and is done once",
    async (_, count) => {
      const { connection, drop } = await createBareDatabase();
      await makePast(connection, count, fullMonths);
      const past = openDatabase(connection);
      try {
        await fillPast(past.work, today.work);
        const shapes = await readShapes(past.work);
        const before = await readKept(past, shapes);
        expect(before.events?.length).toBe(2400);
        await migrateDatabase(connection, now);
        expect(await readKept(past, shapes)).toEqual(before);

        await settleProjections(past.work);
        expect(await readProjections(past)).toEqual(projections);
        expect(await readFigures(past)).toEqual(figures);

        const upgraded = await readEverything(past);
        expect(upgraded.done.map(({ hash }) => hash)).toEqual(migrations.map(({ hash }) => hash));
        await migrateDatabase(connection, now);
        expect(await readEverything(past)).toEqual(upgraded);

        await rebuild(past, {});
        expect(await readProjections(past)).toEqual(projections);
      } finally {
        await past.close();
        await drop();
      }
    },
    maxMs,
  );
});
