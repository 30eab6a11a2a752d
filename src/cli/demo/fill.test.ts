import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { startProjector } from "#src/stats/project/projector.ts";
import { rebuild } from "#src/stats/project/rebuild.ts";
import { settleProjections } from "#src/stats/project/settle.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { eventOf, makeSite, storeEvents } from "#test/support/events.ts";
import { fillDemo } from "./fill.ts";

const now = new Date();
const days = 8;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database.drop(), 60_000);

/** Every figure of all sites, as text. */
async function readFigures(): Promise<string[]> {
  const rows = await database.work<{ line: string }[]>`
    select 'visit ' || visits::text as line from visits
    union all
    select 'day ' || daily::text from daily
    order by line
  `;
  return rows.map((row) => row.line);
}

const countEvents = async () =>
  (await database.work`select count(*)::int as count from events`)[0]?.count;

describe("fillDemo", () => {
  test("fills a site that is found by its domain, up to now and not beyond", async () => {
    const { siteId, domain, events } = await fillDemo({ database, now, days });
    expect(domain).toBe("demo.example");
    expect(await countEvents()).toBe(events);
    const [row] = await database.work`
      select count(distinct day)::int as days, max(last_seen_at) <= ${now} as past,
             (select count(*)::int from sites where id = ${siteId} and domain = ${domain}) as sites
      from events
    `;
    expect(row).toMatchObject({ past: true, sites: 1 });
    // In the first minutes of a day there may be no event of it yet.
    expect([days - 1, days]).toContain(row?.days);
  });

  test("leaves nothing to project, and what it wrote is what a rebuild gives", async () => {
    const before = await readFigures();
    expect(before.length).toBeGreaterThan(1_000);
    const [left] = await database.work`
      select (select count(*) from pending)::int + (select count(*) from stale_days)::int as count
    `;
    expect(left?.count).toBe(0);
    await rebuild(database, {});
    expect(await readFigures()).toEqual(before);
  });

  test("gives the same when it is run again, and touches no other site", async () => {
    const other = await makeSite(database.work, "other.example");
    await storeEvents(database.work, [eventOf({ site_id: other, ts: now.toISOString() })]);
    await settleProjections(database.work);
    const before = await readFigures();
    await fillDemo({ database, now, days });
    expect(await readFigures()).toEqual(before);
  });

  test("may be run while a server is counting", async () => {
    const projector = startProjector({ database, log: () => {} });
    const before = await readFigures();
    await fillDemo({ database, now, days });
    await projector.settle();
    await projector.stop();
    expect(await readFigures()).toEqual(before);
  });

  test("tells how far it has come", async () => {
    const told: number[] = [];
    await fillDemo({
      database,
      now,
      days,
      onProgress: (done, total) => {
        expect(total).toBe(days);
        told.push(done);
      },
    });
    expect(told).toEqual([0, 5, 8]);
  });
});
