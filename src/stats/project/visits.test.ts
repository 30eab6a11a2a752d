import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type { Sql } from "#src/db/client.ts";
import { openDedicated } from "#src/db/dedicated.ts";
import { locks } from "#src/db/lock.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { eventOf, makeSite, storeEvents } from "#test/support/events.ts";
import { projectAlone } from "./exclusive.ts";
import { projectPending } from "./visits.ts";

let database: TestDatabase;
let siteId: number;

beforeAll(async () => {
  database = await createTestDatabase();
  siteId = await makeSite(database.work, "shop.example");
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.work`truncate events, visits, pending, stale_days`;
});

/** The instant so many minutes after ten o'clock on a day that has its partitions. */
const day = new Date().toISOString().slice(0, 10);
const minute = (minutes: number) =>
  new Date(Date.parse(`${day}T10:00:00Z`) + minutes * 60_000).toISOString();
const event = (minutes: number, fields: Partial<Parameters<typeof eventOf>[0]> = {}) =>
  eventOf({ site_id: siteId, ts: minute(minutes), ...fields });

async function readVisits() {
  return database.work`
    select visit_no, started_at, last_seen_at, pageviews, events, engaged_ms, paths, views,
           entry_path, exit_path, source, country
    from visits
    order by site_id, day, visitor, visit_no
  `;
}

describe("projectPending", () => {
  test("begins a visit after more than 30 minutes without a sign of life", async () => {
    // 10:00 /a (seen until 10:05), 10:35 /b: 30 minutes to the second, the same visit.
    // 11:06 /c: 31 minutes after /b, so a second visit.
    await storeEvents(database.work, [
      event(0, { path: "/a", last_seen_at: minute(5), engaged_ms: 9_000, source: "Google" }),
      event(35, { path: "/b", engaged_ms: 1_000, source: "ignored" }),
      event(66, { path: "/c" }),
    ]);
    expect(await projectPending(database.work)).toBe(1);
    expect(await readVisits()).toMatchObject([
      {
        visit_no: 1,
        started_at: new Date(minute(0)),
        last_seen_at: new Date(minute(35)),
        pageviews: 2,
        engaged_ms: 10_000,
        paths: ["/a", "/b"],
        entry_path: "/a",
        exit_path: "/b",
        source: "Google",
      },
      { visit_no: 2, pageviews: 1, paths: ["/c"], entry_path: "/c", exit_path: "/c" },
    ]);
  });

  test("measures the gap from whatever was seen last, not from the view before", async () => {
    // A tab read until 10:50 under one that was only glanced at: 11:15 is 25 minutes later.
    await storeEvents(database.work, [
      event(0, { path: "/long", last_seen_at: minute(50) }),
      event(1, { path: "/short" }),
      event(75, { path: "/next" }),
    ]);
    await projectPending(database.work);
    expect(await readVisits()).toHaveLength(1);
  });

  test("counts the views of each page in the order in which they were first seen", async () => {
    await storeEvents(database.work, [
      event(3, { path: "/b" }),
      event(1, { path: "/a" }),
      event(2, { path: "/a" }),
      event(4, { path: "/a" }),
      event(5, { path: "/b" }),
    ]);
    await projectPending(database.work);
    expect(await readVisits()).toMatchObject([
      { paths: ["/a", "/b"], views: [3, 2], entry_path: "/a", exit_path: "/b", pageviews: 5 },
    ]);
  });

  test("takes page and country from the first pageview, not from an event before it", async () => {
    await storeEvents(database.work, [
      event(0, { kind: "custom", name: "ready", path: "/odd", country: "DE", source: "Bing" }),
      event(1, { path: "/a", country: "CH", source: "Google" }),
      event(2, { kind: "outbound", path: "/z", target: "https://else.example/" }),
    ]);
    await projectPending(database.work);
    expect(await readVisits()).toMatchObject([
      { started_at: new Date(minute(0)), pageviews: 1, events: 2, paths: ["/a"], views: [1] },
    ]);
    expect(await readVisits()).toMatchObject([
      { entry_path: "/a", exit_path: "/a", country: "CH", source: "Google" },
    ]);
  });

  test("makes a visit of events alone, with no pages", async () => {
    await storeEvents(database.work, [
      event(0, { kind: "tel", path: "/contact", target: "tel:+3300000000" }),
      event(2, { kind: "form", path: "/order", name: "order" }),
    ]);
    await projectPending(database.work);
    expect(await readVisits()).toMatchObject([
      {
        pageviews: 0,
        events: 2,
        paths: [],
        views: [],
        entry_path: "/contact",
        exit_path: "/order",
      },
    ]);
  });

  test("keeps visitors, days and sites apart", async () => {
    const other = await makeSite(database.work, "other.example");
    await storeEvents(database.work, [
      event(0),
      event(0, { visitor: 2 }),
      event(0, { site_id: other }),
      event(-24 * 60, {
        ts: minute(0),
        day: new Date(Date.parse(day) - 864e5).toISOString().slice(0, 10),
      }),
    ]);
    expect(await projectPending(database.work)).toBe(4);
    expect(await readVisits()).toHaveLength(4);
    const stale = await database.work`select site_id, day::text from stale_days`;
    expect(stale).toHaveLength(3);
  });

  test("deletes the visits that a late event joins into one", async () => {
    await storeEvents(database.work, [event(0), event(31), event(62)]);
    await projectPending(database.work);
    expect(await readVisits()).toHaveLength(3);
    await storeEvents(database.work, [event(15), event(46)]);
    await projectPending(database.work);
    expect(await readVisits()).toMatchObject([{ visit_no: 1, pageviews: 5 }]);
  });

  test("deletes the visits of a visitor whose events are gone", async () => {
    await storeEvents(database.work, [event(0), event(60)]);
    await projectPending(database.work);
    await database.work`delete from events`;
    await database.work`insert into pending values (${siteId}, ${day}, 1)`;
    await projectPending(database.work);
    expect(await readVisits()).toHaveLength(0);
  });

  test("leaves a visit untouched that is stored just so", async () => {
    await storeEvents(database.work, [event(0)]);
    await projectPending(database.work);
    const [before] = await database.work`select xmin, ctid from visits`;
    await database.work`insert into pending values (${siteId}, ${day}, 1), (${siteId}, ${day}, 1)`;
    expect(await projectPending(database.work)).toBe(2);
    expect(await database.work`select xmin, ctid from visits`).toMatchObject([before ?? {}]);
  });

  test("takes no more than a batch and leaves the rest", async () => {
    await storeEvents(
      database.work,
      [1, 2, 3].map((visitor) => event(0, { visitor })),
    );
    expect(await projectPending(database.work, 2)).toBe(2);
    expect(await projectPending(database.work, 2)).toBe(1);
    expect(await projectPending(database.work, 2)).toBe(0);
    expect(await readVisits()).toHaveLength(3);
  });

  test("loses no event when events arrive while several project at once", async () => {
    const writer = async (visitor: number) => {
      for (let n = 0; n < 15; n++)
        await storeEvents(database.collector, [event(n, { visitor, path: `/${n}` })]);
    };
    let writing = true;
    const project = async () => {
      while (writing) await projectPending(database.work, 3);
    };
    const projecting = [project(), project(), project()];
    await Promise.all([1, 2, 3, 4].map(writer));
    writing = false;
    await Promise.all(projecting);
    while ((await projectPending(database.work)) > 0);
    const [sum] = await database.work`
      select count(*)::int as visits, sum(pageviews)::int as pageviews from visits
    `;
    expect(sum).toMatchObject({ visits: 4, pageviews: 60 });
  });

  test("waits for the step of another, and then sees what was stored meanwhile", async () => {
    await storeEvents(database.work, [event(0)]);
    const other = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const holding = projectAlone(database.work, locks.visits, async () => {
      held.resolve();
      await other.promise;
    });
    await held.promise;
    const projecting = projectPending(database.work);
    await Bun.sleep(100);
    await storeEvents(database.collector, [event(1)]);
    other.resolve();
    await Promise.all([holding, projecting]);
    expect(await readVisits()).toMatchObject([{ pageviews: 2 }]);
  });

  test("reads by the primary key, though its plan was made when the tables were empty", async () => {
    // A database that nobody else has read, whose reading would be told when they see fit.
    const own = await createTestDatabase();
    const site_id = await makeSite(own.work, "shop.example");
    const sql = openDedicated(own.work, () => {});
    await sql`analyze events, visits`;
    // From the sixth time on, PostgreSQL keeps the plan of a prepared statement.
    for (let time = 0; time < 8; time++) await projectPending(sql);
    const visitors = Array.from({ length: 300 }, (_, index) => index);
    await storeEvents(
      own.work,
      visitors.map((visitor) => event(0, { site_id, visitor })),
    );
    const before = await readScans(sql);
    expect(await projectPending(sql)).toBe(300);
    const after = await readScans(sql);
    await sql.end();
    await own.drop();
    expect(after.seq - before.seq).toBe(0);
    expect(after.idx - before.idx).toBeGreaterThanOrEqual(300);
  });
});

/** How often tables were read, which a backend tells the others only when it is asked to. */
async function readScans(sql: Sql): Promise<{ seq: number; idx: number }> {
  await sql`select pg_stat_force_next_flush()`;
  const [scans] = await sql<{ seq: number; idx: number }[]>`
    select sum(seq_scan)::int as seq, sum(idx_scan)::int as idx
    from pg_stat_user_tables
    where relname like 'events_%' or relname like 'visits_%'
  `;
  return scans ?? { seq: 0, idx: 0 };
}
