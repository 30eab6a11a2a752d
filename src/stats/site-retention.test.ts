import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { ensurePartitionsBetween } from "#src/db/partitions.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { eventOf, makeSite, storeEvents } from "#test/support/events.ts";
import { settleProjections } from "./project/settle.ts";
import { forgetOldFigures } from "./retention.ts";

const now = new Date("2026-11-24T12:00:00Z");
const days = ["2026-07-31", "2026-08-01", "2026-11-24"];
const tables = ["events", "visits", "daily", "day_versions"];

let database: TestDatabase;
/** A site with months of its own, and one that keeps what the instance keeps. */
let own: number;
let usual: number;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  const { work } = database;
  await work`truncate events, visits, daily_lists, day_versions, day_segments`;
  await work`delete from sites`;
  await ensurePartitionsBetween(work, new Date("2026-07-01"), now);
  own = await makeSite(work, "own.example");
  usual = await makeSite(work, "usual.example");
  const events = [own, usual].flatMap((id) =>
    days.map((day, at) => eventOf({ site_id: id, ts: `${day}T10:00:00Z`, id: at + 1 })),
  );
  await storeEvents(work, events);
  await settleProjections(work);
});

/** The days of a site that a table still has. */
async function kept(table: string, siteId: number): Promise<string[]> {
  const rows = await database.work<{ day: string }[]>`
    select distinct day::text from ${database.work(table)} where site_id = ${siteId} order by day
  `;
  return rows.map(({ day }) => day);
}

async function setMonths(months: number | null): Promise<void> {
  await database.work`update sites set retention_months = ${months} where id = ${own}`;
}

describe("forgetOldFigures, with a site that has months of its own", () => {
  test.each([
    // Three months before November begin on 1 August, one on 1 October.
    { instance: 3, months: 1, keeps: days.slice(2), othersKeep: days.slice(1) },
    { instance: 0, months: 1, keeps: days.slice(2), othersKeep: days },
    // A site may keep more than the instance does, whose other sites lose theirs all the same.
    { instance: 1, months: 3, keeps: days.slice(1), othersKeep: days.slice(2) },
    { instance: 1, months: 1_200, keeps: days, othersKeep: days.slice(2) },
    { instance: 3, months: null, keeps: days.slice(1), othersKeep: days.slice(1) },
  ])("%p", async ({ instance, months, keeps, othersKeep }) => {
    await setMonths(months);
    await forgetOldFigures(database.work, now, instance);
    for (const table of tables) {
      expect([table, await kept(table, own)]).toEqual([table, keeps]);
      expect([table, await kept(table, usual)]).toEqual([table, othersKeep]);
    }
  });

  test("drops a month as a whole once nobody keeps it", async () => {
    const first = async () => {
      const [row] = await database.work<{ name: string }[]>`
        select min(relname) as name from pg_class where relname ~ '^events_\\d' and relkind = 'r'
      `;
      return row?.name;
    };
    await setMonths(4);
    await forgetOldFigures(database.work, now, 1);
    expect(await first()).toBe("events_2026_07");
    await setMonths(2);
    await forgetOldFigures(database.work, now, 1);
    expect(await first()).toBe("events_2026_09");
  });

  test("goes by the day that it is at the site", async () => {
    // It is 31 October in Honolulu while it is 1 November in Greenwich.
    await setMonths(1);
    await database.work`update sites set time_zone = 'Pacific/Honolulu' where id = ${own}`;
    await storeEvents(database.work, [
      eventOf({ site_id: own, ts: "2026-09-01T20:00:00Z", id: 11 }),
      eventOf({ site_id: own, ts: "2026-08-31T20:00:00Z", id: 12 }),
    ]);
    await forgetOldFigures(database.work, new Date("2026-11-01T05:00:00Z"), 1);
    expect(await kept("events", own)).toEqual(["2026-09-01", "2026-11-24"]);
  });

  test("leaves a site that is being deleted to its own end", async () => {
    await database.work`update sites set deleted_at = now() where id = ${own}`;
    await forgetOldFigures(database.work, now, 3);
    expect(await kept("events", usual)).toEqual(days.slice(1));
  });
});
