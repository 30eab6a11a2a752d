import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ensurePartitionsBetween } from "#src/db/partitions.ts";
import { addDays, dayIn, dayStart } from "#src/lib/time.ts";
import { settleProjections } from "#src/stats/project/settle.ts";
import {
  insertSite,
  type RunningCollector,
  sendTo,
  startCollector,
} from "#test/support/collector.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

let database: TestDatabase;
let running: RunningCollector;
let now = new Date();
beforeAll(async () => {
  database = await createTestDatabase();
  const [from, to] = [new Date("2026-01-01"), new Date("2028-06-01")];
  await ensurePartitionsBetween(database.work, from, to);
  running = startCollector({ database, now: () => now });
});
afterAll(async () => {
  await running.stop();
  await database.drop();
});

type TestSite = Awaited<ReturnType<typeof insertSite>>;
let lastView = 0;

/** Somebody opens a page at an instant and stays a minute; each of them has an own address. */
async function visit(site: TestSite, startedAt: number): Promise<void> {
  lastView += 1;
  const view = lastView;
  const headers = { "x-forwarded-for": `10.1.${view >> 8}.${view & 255}` };
  for (const [seq, age] of [0, 30_000, 60_000].entries()) {
    now = new Date(startedAt + age);
    const beat = { t: seq === 0 ? "v" : "b", i: view, k: seq, a: age, e: age };
    const { status } = await sendTo(running.origin, site, { message: beat, headers });
    expect(status).toBe(202);
  }
}

interface Row {
  day: string;
  dimension: string;
  value: string;
  visitors: number;
  visits: number;
  pageviews: number;
}

async function dailyOf(siteId: number): Promise<Row[]> {
  await settleProjections(database.work);
  const rows = await database.work<Row[]>`
    select day::text, dimension, value, visitors, visits, pageviews
    from daily
    where site_id = ${siteId} and dimension in ('total', 'hour')
    order by day
  `;
  return [...rows];
}

describe("a day in which the clocks are changed", () => {
  test.each([
    ["Europe/Paris", "2026-03-29", 23],
    ["Europe/Paris", "2026-10-25", 25],
    ["America/New_York", "2026-03-08", 23],
    ["America/New_York", "2026-11-01", 25],
    ["Australia/Lord_Howe", "2026-10-04", 23.5],
    ["Australia/Lord_Howe", "2026-04-05", 24.5],
    ["Europe/Paris", "2028-02-29", 24],
  ])("in %s on %s counts its %p hours, and its hours add up to it", async (zone, day, hours) => {
    const site = await insertSite(database, { timeZone: zone });
    const start = dayStart(zone, day).getTime();
    const end = dayStart(zone, addDays(day, 1)).getTime();
    expect((end - start) / hourMs).toBe(hours);
    // One each half hour, from an hour before the day to an hour after it.
    let sent = 0;
    for (let at = start - hourMs; at < end + hourMs; at += 30 * minuteMs, sent++)
      await visit(site, at);
    const rows = await dailyOf(site.id);
    const totals = rows.filter(({ dimension }) => dimension === "total");
    expect(totals.map((row) => [row.day, row.visitors, row.visits, row.pageviews])).toEqual([
      [addDays(day, -1), 2, 2, 2],
      [day, hours * 2, hours * 2, hours * 2],
      [addDays(day, 1), 2, 2, 2],
    ]);
    for (const total of totals) {
      const own = rows.filter((row) => row.dimension === "hour" && row.day === total.day);
      for (const figure of ["visitors", "visits", "pageviews"] as const)
        expect(own.reduce((sum, row) => sum + row[figure], 0)).toBe(total[figure]);
    }
    expect(sent).toBe(hours * 2 + 4);
  });
});

describe("a view that is open at midnight", () => {
  test("belongs to the day and the visitor of its beginning, to its last sign of life", async () => {
    const zone = "America/New_York";
    const site = await insertSite(database, { timeZone: zone });
    const midnight = dayStart(zone, "2026-11-20").getTime();
    await visit(site, midnight - 30_000);
    const rows = await database.work`
      select day::text, engaged_ms, extract(epoch from last_seen_at - ts)::int as seconds
      from events
      where site_id = ${site.id}
    `;
    expect([...rows]).toEqual([{ day: "2026-11-19", engaged_ms: 60_000, seconds: 60 }]);
  });
});

describe("a server's clock that jumps", () => {
  test.each([-hourMs, hourMs, -5 * minuteMs, 20 * hourMs, -26 * hourMs])(
    "by %d ms makes nothing negative, and every day is the one of its instant",
    async (jumpMs) => {
      const site = await insertSite(database, { timeZone: "Europe/Paris" });
      const start = Date.parse("2026-11-20T12:00:00Z");
      const headers = { "x-forwarded-for": "10.9.9.9" };
      const send = (at: number, message: object) => {
        now = new Date(at);
        return sendTo(running.origin, site, { message, headers });
      };
      await send(start, { i: 1, k: 0 });
      await send(start + 10_000, { i: 1, t: "b", k: 1, a: 10_000, e: 9_000 });
      await send(start + jumpMs, { i: 1, t: "b", k: 2, a: 20_000, e: 19_000 });
      await send(start + jumpMs + 5_000, { i: 1, t: "x", n: "paid", k: 3, a: 25_000, e: 24_000 });
      await send(start + jumpMs + 9_000, { i: 2, k: 0 });
      await settleProjections(database.work);
      const events = await database.work<{ day: string; at: string; lasts: number }[]>`
        select day::text, ts::text as at, extract(epoch from last_seen_at - ts)::float8 as lasts
        from events
        where site_id = ${site.id}
      `;
      for (const { day, at, lasts } of events) {
        expect(lasts).toBeGreaterThanOrEqual(0);
        expect(day).toBe(dayIn("Europe/Paris", new Date(at)));
      }
      const visits = await database.work<Record<string, number>[]>`
        select extract(epoch from last_seen_at - started_at)::float8 as lasts, engaged_ms, pageviews
        from visits
        where site_id = ${site.id}
      `;
      expect(visits.length).toBeGreaterThan(0);
      for (const { lasts, engaged_ms, pageviews } of visits) {
        expect(lasts).toBeGreaterThanOrEqual(0);
        expect(engaged_ms).toBeGreaterThanOrEqual(0);
        expect(pageviews).toBeGreaterThanOrEqual(0);
      }
    },
  );
});
