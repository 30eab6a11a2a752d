import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { ensurePartitions, ensurePartitionsBetween } from "#src/db/partitions.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { eventOf, makeSite, storeEvents } from "#test/support/events.ts";
import { settleProjections } from "./project/settle.ts";
import { forgetOldFigures } from "./retention.ts";
import { wholeScope } from "./scope.ts";
import { readTotals } from "./totals.ts";

const now = new Date("2026-11-24T12:00:00Z");
const days = ["2026-07-31", "2026-08-01", "2026-11-24"];
let database: TestDatabase;
let siteId: number;

beforeAll(async () => {
  database = await createTestDatabase();
  siteId = await makeSite(database.work, "shop.example");
});
afterAll(() => database.drop());

beforeEach(async () => {
  await ensurePartitionsBetween(database.work, new Date("2026-07-01"), now);
  await storeEvents(
    database.work,
    days.map((day, at) => eventOf({ site_id: siteId, ts: `${day}T10:00:00Z`, id: at + 1 })),
  );
  await settleProjections(database.work);
});

/** The days that a table still has. */
async function kept(table: "events" | "visits" | "daily" | "day_versions"): Promise<string[]> {
  const rows = await database.work<{ day: string }[]>`
    select distinct day::text from ${database.work(table)} order by day
  `;
  return rows.map(({ day }) => day);
}

async function visitors(): Promise<number> {
  const range = { from: "2026-01-01", to: "2027-01-01" };
  return (await readTotals(database.reports, wholeScope({ id: siteId, timeZone: "UTC" }, range)))
    .visitors;
}

describe("forgetOldFigures", () => {
  test("keeps so many whole months before this one, and forgets what was remembered", async () => {
    expect(await visitors()).toBe(3);
    await forgetOldFigures(database.work, now, 3);
    for (const table of ["events", "visits", "daily", "day_versions"] as const)
      expect([table, await kept(table)]).toEqual([table, days.slice(1)]);
    expect(await visitors()).toBe(2);
  });

  test("drops the tables of these months, and no others", async () => {
    await forgetOldFigures(database.work, now, 3);
    const names = await database.work<{ name: string }[]>`
      select relname as name from pg_class where relname ~ '^(events|visits)_\\d' and relkind = 'r'
    `;
    const months = new Set(names.map(({ name }) => name.slice(-7)));
    expect([...months].sort()[0]).toBe("2026_08");
    expect(months).toContain("2026_11");
  });

  test("keeps everything when it is told so", async () => {
    await forgetOldFigures(database.work, now, 0);
    expect(await kept("events")).toEqual(days);
    expect(await kept("daily")).toEqual(days);
  });

  test("gives up on a month that somebody reads, and forgets it the next time", async () => {
    const reader = Promise.withResolvers<void>();
    const reading = Promise.withResolvers<void>();
    const read = database.reports.begin(async (tx) => {
      await tx`select from events where day = ${days[0] ?? ""}`;
      reading.resolve();
      await reader.promise;
    });
    await reading.promise;
    await expect(forgetOldFigures(database.work, now, 3)).rejects.toMatchObject({ code: "55P03" });
    reader.resolve();
    await read;
    await forgetOldFigures(database.work, now, 3);
    expect(await kept("events")).toEqual(days.slice(1));
  });

  test("leaves the months ahead, into which the next events go", async () => {
    await ensurePartitions(database.work, now);
    await forgetOldFigures(database.work, now, 1);
    await storeEvents(database.work, [
      eventOf({ site_id: siteId, ts: "2026-12-31T10:00:00Z", id: 9 }),
    ]);
    expect(await kept("events")).toContain("2026-12-31");
  });

  test("lets a site whose days cannot be packed hold up no other, nor what is due of its own", async () => {
    const { work } = database;
    const other = await makeSite(work, "other.example");
    await storeEvents(
      work,
      days.map((day) => eventOf({ site_id: other, ts: `${day}T10:00:00Z` })),
    );
    await settleProjections(work);
    await work`
      update visits set last_seen_at = '9999-01-01' where site_id = ${siteId} and day = '2026-08-01'
    `;
    await expect(forgetOldFigures(work, now, 3, 1)).rejects.toThrow("integer out of range");
    const rows = await work<{ days: string[] }[]>`
      select array_agg(distinct day::text order by day::text) as days
      from events where day < '2026-12-01' group by site_id order by site_id
    `;
    expect(rows.map((row) => row.days)).toEqual([days.slice(1), days.slice(2)]);
    const figures = (await kept("daily")).filter((day) => day < "2026-12-01");
    expect(figures).toEqual(days.slice(1));
  });
});
