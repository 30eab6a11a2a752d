import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { ensurePartitionsBetween } from "#src/db/partitions.ts";
import { dailyDimensions } from "#src/stats/dimensions.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { type EventFields, eventIn, makeSite, storeEvents } from "#test/support/events.ts";
import { recomputeDay } from "./daily.ts";
import { settleProjections } from "./settle.ts";

const zone = "Europe/Paris";
let database: TestDatabase;
let siteId: number;

beforeAll(async () => {
  database = await createTestDatabase();
  await ensurePartitionsBetween(database.work, new Date("2026-03-01"), new Date("2026-11-01"));
  siteId = await makeSite(database.work, "shop.example", zone);
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.work`truncate events, visits, pending, stale_days, daily_lists, day_versions, day_segments`;
});

type Given = Partial<EventFields> & { ts: string };
const store = (events: Given[]) =>
  storeEvents(
    database.work,
    events.map((fields) => eventIn(zone, { site_id: siteId, ...fields })),
  );

async function readDay(day: string, dimension: string, site = siteId) {
  const rows = await database.work`
    select value, visitors, visits, pageviews, bounces, engaged_ms::int, events
    from daily
    where site_id = ${site} and day = ${day} and dimension = ${dimension}
    order by visitors desc, value
  `;
  return rows.map((row) => Object.values(row));
}

/**
 * A dozen events of 23 November in Paris (UTC+1), and one of the 24th.
 *   visitor 1: 09:00 / and 09:02 /shop from Google; 31 minutes after the last, 09:33 /shop direct
 *   visitor 2: 10:10 /blog from Google, nothing else: a bounce
 *   visitor 3: 11:00 /blog with a click out at 11:01: one pageview, but no bounce
 *   visitor 4: 12:00 a call and 12:01 a form, without any pageview: a visit, but no bounce
 *   visitor 5: 23:50 / and 23:58 /shop; after midnight the same person is visitor 6: 00:03 /
 *   visitor 1 of another site: 09:00 /
 */
const dozen: Given[] = [
  { visitor: 1, ts: "2026-11-23T08:00:00Z", path: "/", source: "Google", engaged_ms: 20_000 },
  { visitor: 1, ts: "2026-11-23T08:02:00Z", path: "/shop", source: "", engaged_ms: 40_000 },
  { visitor: 1, ts: "2026-11-23T08:33:01Z", path: "/shop", source: "", engaged_ms: 5_000 },
  { visitor: 2, ts: "2026-11-23T09:10:00Z", path: "/blog", source: "Google", country: "" },
  { visitor: 3, ts: "2026-11-23T10:00:00Z", path: "/blog", engaged_ms: 7_000, country: "DE" },
  {
    visitor: 3,
    ts: "2026-11-23T10:01:00Z",
    path: "/blog",
    kind: "outbound",
    target: "https://else.example/",
  },
  { visitor: 4, ts: "2026-11-23T11:00:00Z", path: "/contact", kind: "tel", target: "+331" },
  { visitor: 4, ts: "2026-11-23T11:01:00Z", path: "/contact", kind: "form", name: "order" },
  { visitor: 5, ts: "2026-11-23T22:50:00Z", path: "/" },
  { visitor: 5, ts: "2026-11-23T22:58:00Z", path: "/shop", utm_campaign: "ignored" },
  { visitor: 6, ts: "2026-11-23T23:03:00Z", path: "/" },
];

describe("recomputeDay", () => {
  test("counts a dozen events as one does by hand", async () => {
    const other = await makeSite(database.work, "other.example", zone);
    await store([...dozen, { site_id: other, visitor: 1, ts: "2026-11-23T08:00:00Z" }]);
    await settleProjections(database.work);
    // Five visitors; six visits, as visitor 1 came twice; views 3 + 1 + 1 + 0 + 2; bounces: the
    // second visit of 1, and 2; 72 s; a click, a call and a form.
    expect(await readDay("2026-11-23", "total")).toEqual([["", 5, 6, 7, 2, 72_000, 3]]);
    expect(await readDay("2026-11-24", "total")).toEqual([["", 1, 1, 1, 1, 0, 0]]);
    expect(await readDay("2026-11-23", "total", other)).toEqual([["", 1, 1, 1, 1, 0, 0]]);
    // A page's time and events are its own: /shop was read for 40 + 5 s.
    expect(await readDay("2026-11-23", "path")).toEqual([
      ["/", 2, 2, 2, 0, 20_000, 0],
      ["/blog", 2, 2, 2, 1, 7_000, 1],
      ["/shop", 2, 3, 3, 1, 45_000, 0],
    ]);
    // Visitor 1 is in both groups: once from Google, once direct.
    expect(await readDay("2026-11-23", "source")).toEqual([
      ["", 4, 4, 4, 1, 12_000, 3],
      ["Google", 2, 2, 3, 1, 60_000, 0],
    ]);
    expect(await readDay("2026-11-23", "entry_path")).toEqual([
      ["/", 2, 2, 4, 0, 60_000, 0],
      ["/blog", 2, 2, 2, 1, 7_000, 1],
      ["/contact", 1, 1, 0, 0, 0, 2],
      ["/shop", 1, 1, 1, 1, 5_000, 0],
    ]);
    expect(await readDay("2026-11-23", "country")).toEqual([
      ["FR", 3, 4, 5, 1, 65_000, 2],
      ["", 1, 1, 1, 1, 0, 0],
      ["DE", 1, 1, 1, 0, 7_000, 1],
    ]);
    expect(await readDay("2026-11-23", "kind")).toEqual([
      ["form", 1, 1, 0, 0, 0, 1],
      ["outbound", 1, 1, 0, 0, 0, 1],
      ["tel", 1, 1, 0, 0, 0, 1],
    ]);
    expect(await readDay("2026-11-23", "event")).toEqual([["order", 1, 1, 0, 0, 0, 1]]);
    expect(await readDay("2026-11-23", "target")).toEqual([
      ["+331", 1, 1, 0, 0, 0, 1],
      ["https://else.example/", 1, 1, 0, 0, 0, 1],
    ]);
    // 09:00 two visits of visitor 1 with three views, 10:00 and 11:00 one each, 12:00, 23:00.
    expect(await readDay("2026-11-23", "hour")).toEqual([
      ["09+01:00", 1, 2, 3, 1, 65_000, 0],
      ["10+01:00", 1, 1, 1, 1, 0, 0],
      ["11+01:00", 1, 1, 1, 0, 7_000, 1],
      ["12+01:00", 1, 1, 0, 0, 0, 2],
      ["23+01:00", 1, 1, 2, 0, 0, 0],
    ]);
  });

  test("leaves out campaigns, regions, cities, versions and names that nobody gave", async () => {
    await store([
      { ts: "2026-11-23T08:00:00Z", os_version: "", browser_version: "", source: "", screen: "" },
      { ts: "2026-11-23T08:00:01Z", kind: "custom", name: "" },
      { ts: "2026-11-23T08:00:02Z", kind: "download", target: "" },
    ]);
    await settleProjections(database.work);
    const rows = await database.work`select distinct dimension from daily`;
    expect(rows.map((row) => row.dimension).sort()).toEqual(
      dailyDimensions
        .filter((name) => !/^utm_|^region$|^city$|_version$|^event$|^target$/.test(name))
        .toSorted(),
    );
  });

  test("knows every dimension", async () => {
    const event = { region: "Bretagne", city: "Rennes", name: "order", kind: "cta", target: "x" };
    const utm = Object.fromEntries(
      ["source", "medium", "campaign", "term", "content"].map((name) => [`utm_${name}`, "x"]),
    );
    await store([
      { ts: "2026-11-23T08:00:00Z", ...event, ...utm },
      { ts: "2026-11-23T08:00:01Z", kind: "mailto", target: "a@b.example" },
      { ts: "2026-11-23T08:00:02Z", ...utm, ...event, kind: "pageview" },
    ]);
    await settleProjections(database.work);
    const rows = await database.work<{ dimension: string }[]>`select distinct dimension from daily`;
    expect(rows.map((row) => row.dimension).sort()).toEqual([...dailyDimensions].sort());
  });

  test("counts both hours of one name, and in the last what follows midnight", async () => {
    // In Paris, 25 October 2026 has 02:30 twice, at 00:30 and 01:30 UTC, and ends at 23:00 UTC.
    await store([
      { visitor: 1, ts: "2026-10-25T00:30:00Z" },
      { visitor: 2, ts: "2026-10-25T01:30:00Z" },
      { visitor: 3, ts: "2026-10-25T22:59:00Z" },
      { visitor: 3, ts: "2026-10-25T23:20:00Z", day: "2026-10-25", kind: "custom", name: "late" },
    ]);
    await settleProjections(database.work);
    expect(await readDay("2026-10-25", "hour")).toEqual([
      ["02+01:00", 1, 1, 1, 1, 0, 0],
      ["02+02:00", 1, 1, 1, 1, 0, 0],
      ["23+01:00", 1, 1, 1, 0, 0, 1],
    ]);
  });

  test("stores pages whose names are longer than an index takes", async () => {
    // Random, because PostgreSQL would compress a repeated letter into any key.
    const path = `/${randomBytes(3_000).toString("base64")}`;
    await store([
      { ts: "2026-11-23T08:00:00Z", path, referrer: path, utm_term: path },
      { ts: "2026-11-23T08:01:00Z", kind: "download", path: "/", target: path },
    ]);
    await settleProjections(database.work);
    expect(await readDay("2026-11-23", "path")).toEqual([[path, 1, 1, 1, 0, 0, 0]]);
  });

  test("replaces the rows of one day, and gives the same when repeated", async () => {
    await store(dozen);
    await settleProjections(database.work);
    const readAll = () => database.work`select * from daily order by day, dimension, value`;
    const before = await readAll();
    await database.work`update daily_lists set visitors = '{99}' where day = '2026-11-23'`;
    await recomputeDay(database.work, { siteId, day: "2026-11-23" });
    await recomputeDay(database.work, { siteId, day: "2026-11-23" });
    expect(await readAll()).toEqual(before);
  });

  test("deletes the rows of a site that is gone", async () => {
    const gone = await makeSite(database.work, "gone.example");
    await store([{ ts: "2026-11-23T08:00:00Z", site_id: gone }]);
    await settleProjections(database.work);
    await database.work`delete from sites where id = ${gone}`;
    await recomputeDay(database.work, { siteId: gone, day: "2026-11-23" });
    expect(await readDay("2026-11-23", "total", gone)).toEqual([]);
    const versions = await database.work`select day from day_versions where site_id = ${gone}`;
    expect(versions).toHaveLength(0);
  });
});
