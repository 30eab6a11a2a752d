import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { ensurePartitionsBetween } from "#src/db/partitions.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { eventIn, makeSite, storeEvents } from "#test/support/events.ts";
import { dailyDimensions, isDimension } from "./dimensions.ts";
import type { Filter } from "./filter.ts";
import { readFirstDay, readLastSeen } from "./live.ts";
import { forgetMemory } from "./memory.ts";
import { rebuild } from "./project/rebuild.ts";
import { settleProjections } from "./project/settle.ts";
import { readRawEvents } from "./raw-events.ts";
import { forgetAnswers } from "./remember.ts";
import { readReport } from "./report.ts";
import { forgetOldFigures } from "./retention.ts";
import { packFinishedDays } from "./segments/shelf.ts";

const maxMs = 120_000;
const zone = "Europe/Paris";
const now = new Date("2026-11-24T12:00:00Z");
/** With one month besides the current one, events go before this day. */
const keptFrom = "2026-10-01";
const days = ["2026-08-15", "2026-08-31", "2026-09-30", keptFrom, "2026-10-25", "2026-11-24"];
const range = { from: "2026-01-01", to: "2027-01-01" };

let database: TestDatabase;
let siteId: number;
let sites = 0;

beforeAll(async () => {
  database = await createTestDatabase();
}, maxMs);
afterAll(() => database.drop());

beforeEach(async () => {
  const { work } = database;
  await work`truncate events, visits, daily_lists, day_versions, day_segments, pending, stale_days`;
  await work`delete from sites`;
  await ensurePartitionsBetween(work, new Date("2026-07-01"), now);
  sites += 1;
  siteId = await makeSite(work, `s${sites}.example`, zone);
  await storeEvents(
    work,
    days.flatMap((day) => visitsOf(siteId, day)),
  );
  await settleProjections(work);
});

/** Eight visitors of a day: pages in two hours, a call, and an order with properties. */
function visitsOf(site_id: number, day: string) {
  return Array.from({ length: 8 }, (_, visitor) => {
    const at = (time: string, fields: object) =>
      eventIn(zone, { site_id, ts: `${day}T${time}Z`, visitor, ...fields });
    const source = visitor % 2 ? "Google" : "";
    const view = { source, country: visitor % 3 ? "FR" : "DE", engaged_ms: 9_000, scroll: 40 };
    return [
      at("09:00:00", { ...view, path: "/" }),
      at("10:20:00", { ...view, path: `/p${visitor % 4}` }),
      at("10:20:30", { ...view, kind: "tel", target: "tel:+331", path: "/" }),
      at("10:21:00", {
        ...{ ...view, kind: "custom", name: "order", props: { plan: visitor % 2 ? "a" : "b" } },
      }),
    ];
  }).flat();
}

const filters: Filter[][] = [
  [],
  [{ dimension: "source", operator: "is", values: ["Google"] }],
  [{ dimension: "path", operator: "is", values: ["/p1"] }],
  [{ dimension: "kind", operator: "is", values: ["tel"] }],
];

/** All that the dashboard says: every list, whole and filtered, by hour, weekday and property. */
async function answers(): Promise<unknown> {
  const { reports } = database;
  forgetMemory(reports);
  forgetAnswers(reports);
  const lists = [
    ...dailyDimensions.filter((name) => isDimension(name)),
    ...(["prop:plan", "props:order"] as const),
  ];
  const said = [];
  for (const own of filters)
    for (const grain of ["hour", "minute"] as const) {
      const scope = { siteId, zone, range, filters: own };
      const question = { lists, grain, conversionsBy: grain, hasWeek: true, limit: 1_000 };
      const { panels, ...rest } = await readReport(reports, scope, question);
      said.push({ ...rest, panels: [...panels] });
    }
  // All of these are asked of visits; this one is answered by the lists of the days.
  const plain = { lists: dailyDimensions.filter((name) => isDimension(name)), limit: 1_000 };
  const scope = { siteId, zone, range, filters: [] };
  const { panels, ...rest } = await readReport(reports, scope, { ...plain, grain: "hour" });
  return [...said, rest, [...panels]];
}

async function daysIn(table: string): Promise<string[]> {
  const { work } = database;
  const rows = await work<{ day: string }[]>`
    select distinct day::text from ${work(table)} where site_id = ${siteId} order by day
  `;
  return rows.map(({ day }) => day);
}

const part = (eventMonths: number | null = 1, months = 25) =>
  forgetOldFigures(database.work, now, months, eventMonths);

describe("forgetOldFigures, with events that go before the figures", () => {
  test(
    "leaves every figure as it was, filtered or not",
    async () => {
      const before = await answers();
      await part();
      for (const table of ["events", "visits"])
        expect([table, await daysIn(table)]).toEqual([table, days.slice(3)]);
      for (const table of ["daily_lists", "day_versions", "day_segments"])
        expect([table, await daysIn(table)]).toEqual([table, days]);
      expect(await answers()).toEqual(before);
      expect(await readFirstDay(database.reports, siteId)).toBe(days[0] ?? "");
    },
    maxMs,
  );

  test(
    "packs what was never asked for, and what was packed of older figures, before it goes",
    async () => {
      await packFinishedDays(database.work, now);
      await database.work`update day_segments set version = version - 1`;
      await database.work`delete from day_segments where day = ${days[1] ?? ""}`;
      const before = await answers();
      await database.work`update day_segments set version = version - 1`;
      await part();
      expect(await answers()).toEqual(before);
    },
    maxMs,
  );

  test(
    "does not let a rebuild wipe these days, and does rebuild the others",
    async () => {
      const before = await answers();
      await part();
      await database.work`update visits set pageviews = 7`;
      await database.work`delete from daily_lists where day = ${keptFrom} and dimension = 'path'`;
      const skipped = await rebuild(database, {});
      expect(skipped).toEqual([{ siteId, eventsFrom: keptFrom }]);
      await packFinishedDays(database.work, now);
      expect(await answers()).toEqual(before);
      expect(await rebuild(database, { from: keptFrom })).toEqual([]);
    },
    maxMs,
  );

  test(
    "keeps visits of the first day whole when the time zone is corrected",
    async () => {
      // Two in the night of 1 October in Paris: in New York it is still 30 September.
      await storeEvents(database.work, [
        eventIn(zone, { site_id: siteId, ts: "2026-10-01T00:00:00Z", visitor: 90 }),
        eventIn(zone, { site_id: siteId, ts: "2026-10-25T00:00:00Z", visitor: 91 }),
      ]);
      await settleProjections(database.work);
      await part();
      await database.work`update sites set time_zone = 'America/New_York' where id = ${siteId}`;
      await rebuild(database, {});
      const rows = await database.work<{ day: string; visitors: number }[]>`
        select day::text, visitors
        from daily
        where site_id = ${siteId} and dimension = 'total'
        order by day
      `;
      expect(rows.map(({ day, visitors }) => [day, visitors])).toEqual([
        ...days.slice(0, 3).map((day) => [day, 8]),
        [keptFrom, 9],
        ["2026-10-24", 1],
        ["2026-10-25", 8],
        ["2026-11-24", 8],
      ]);
    },
    maxMs,
  );

  test(
    "leaves the figures of such a day alone when an event comes late, and erases the event",
    async () => {
      const before = await answers();
      await part();
      await ensurePartitionsBetween(database.work, new Date("2026-09-01"), now);
      const late = { site_id: siteId, ts: "2026-09-30T10:00:00Z", visitor: 99, id: 99_999 };
      await storeEvents(database.work, [eventIn(zone, late)]);
      await settleProjections(database.work);
      expect(await answers()).toEqual(before);
      await part();
      for (const table of ["events", "visits"]) expect(await daysIn(table)).toEqual(days.slice(3));
    },
    maxMs,
  );

  test.each([
    { eventMonths: 1, own: null, events: days.slice(3), figures: days },
    // Events never outlive the figures.
    { eventMonths: 30, own: 1, events: days.slice(3), figures: days.slice(3) },
    { eventMonths: 2, own: 1, events: days.slice(3), figures: days.slice(3) },
    { eventMonths: 1, own: 2, events: days.slice(3), figures: days.slice(2) },
    // Nothing else is said of them.
    { eventMonths: 0, own: 2, events: days.slice(2), figures: days.slice(2) },
    { eventMonths: null, own: null, events: days, figures: days },
  ])("%p", async ({ eventMonths, own, events, figures }) => {
    await database.work`update sites set retention_months = ${own} where id = ${siteId}`;
    await part(eventMonths);
    for (const table of ["events", "visits"]) expect(await daysIn(table)).toEqual(events);
    for (const table of ["daily_lists", "day_versions"])
      expect(await daysIn(table)).toEqual(figures);
  });

  test("goes on where it was killed, and keeps what it parted with when asked for more", async () => {
    const before = await answers();
    await part();
    await part(3);
    expect(await daysIn("events")).toEqual(days.slice(3));
    await ensurePartitionsBetween(database.work, new Date("2026-08-01"), now);
    // As a killed run leaves it: noted, and not yet erased.
    await storeEvents(database.work, visitsOf(siteId, days[1] ?? ""));
    await part();
    expect(await daysIn("events")).toEqual(days.slice(3));
    expect(await answers()).toEqual(before);
  });

  test("is told by the export of events, and by when a site was last seen", async () => {
    await part();
    const rows = [];
    for await (const portion of readRawEvents(database.reports, siteId, range))
      rows.push(...portion);
    expect(new Set(rows.map(({ day }) => day))).toEqual(new Set(days.slice(3)));
    await database.work`delete from visits`;
    const seen = await readLastSeen(database.reports, [siteId]);
    expect(seen.get(siteId)?.toISOString()).toBe("2026-11-24T12:00:00.000Z");
  });

  test("gives the disk back with whole months, and holds up nobody who writes", async () => {
    const { work } = database;
    const other = await makeSite(work, `o${sites}.example`, zone);
    await work`
      insert into events (site_id, day, visitor, id, ts, last_seen_at, kind, path, hostname, props)
      select ${other}, '2026-08-10', n, n, '2026-08-10T10:00:00Z', '2026-08-10T10:00:00Z',
             'pageview', '/', 'x', jsonb_build_object('pad', repeat('x', 400))
      from generate_series(1, 30000) n
    `;
    await work`
      insert into pending (site_id, day, visitor) select site_id, day, visitor from events
      where site_id = ${other}
    `;
    const size = async () => {
      const [row] = await work<{ bytes: number }[]>`
        select sum(pg_total_relation_size(relid))::float8 as bytes
        from pg_partition_tree('events') where isleaf
      `;
      return row?.bytes ?? 0;
    };
    const held = await size();
    // Somebody reads the month for a while, and the drop has to wait for them.
    const reading = Promise.withResolvers<void>();
    let isDone = false;
    const read = database.reports.begin(async (tx) => {
      await tx`select from events where day = '2026-08-10' limit 1`;
      reading.resolve();
      while (!isDone && !(await isDropWaiting())) await Bun.sleep(5);
      await tx`select pg_sleep(4)`;
    });
    await reading.promise;
    let runs = 0;
    const parting = partInRuns(() => {
      runs += 1;
    }).finally(() => {
      isDone = true;
    });
    let slowestMs = 0;
    for (let number = 0; !isDone; number++) {
      const startedAt = performance.now();
      await database.collector`
        insert into events (site_id, day, visitor, id, ts, last_seen_at, kind, path, hostname)
        values (${siteId}, ${days[5] ?? ""}, 50, ${1_000_000 + number}, ${now}, ${now}, 'pageview', '/', 'x')
      `;
      slowestMs = Math.max(slowestMs, performance.now() - startedAt);
      await Bun.sleep(5);
    }
    await Promise.all([parting, read]);
    expect(held - (await size())).toBeGreaterThan(12 * 2 ** 20);
    // A drop that waited until the reader has done would have held them up for four seconds.
    expect(slowestMs).toBeLessThan(2_000);
    // Each run tries for two seconds, with pauses, and does not give up at the first reader.
    expect(runs).toBeLessThan(8);
    // Its figures are there although not one row of it is left.
    const [row] = await work`
      select visitors from daily where site_id = ${other} and dimension = 'total'
    `;
    expect(row?.visitors).toBe(30_000);
  });
});

/** Parts as the job does, which comes again when somebody has read for longer than it tries. */
async function partInRuns(onRun: () => void): Promise<void> {
  for (;;) {
    onRun();
    try {
      return await part();
    } catch (error) {
      if ((error as { code?: string }).code !== "55P03") throw error;
    }
  }
}

async function isDropWaiting(): Promise<boolean> {
  const rows = await database.work`
    select
    from pg_locks
    join pg_database on pg_database.oid = pg_locks.database
    where mode = 'AccessExclusiveLock' and not granted and datname = current_database()
  `;
  return rows.length > 0;
}
