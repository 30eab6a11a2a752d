import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { ensurePartitionsBetween } from "#src/db/partitions.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { eventIn, makeSite, storeEvents } from "#test/support/events.ts";
import type { Interval } from "./interval.ts";
import { settleProjections } from "./project/settle.ts";
import { readSeries } from "./series.ts";

const zone = "Europe/Paris";
let database: TestDatabase;
let siteId: number;

/** Six views: two hours named 02:00 on 25 October, and three days of November. */
beforeAll(async () => {
  database = await createTestDatabase();
  await ensurePartitionsBetween(database.work, new Date("2026-03-01"), new Date("2026-12-01"));
  siteId = await makeSite(database.work, "shop.example", zone);
  const other = await makeSite(database.work, "other.example", zone);
  const at = (ts: string, visitor: number, site = siteId) =>
    eventIn(zone, { site_id: site, ts, visitor });
  await storeEvents(database.work, [
    at("2026-10-25T00:10:00Z", 1),
    at("2026-10-25T01:10:00Z", 2),
    at("2026-10-25T01:20:00Z", 2),
    at("2026-11-01T12:00:00Z", 3),
    at("2026-11-02T12:00:00Z", 4),
    at("2026-11-03T12:00:00Z", 5),
    at("2026-11-03T12:00:00Z", 6, other),
  ]);
  await settleProjections(database.work);
});
afterAll(() => database.drop());

async function read(interval: Interval, from: string, to: string, now = "2026-12-24T12:00:00Z") {
  const query = { siteId, zone, filters: [], interval, now: new Date(now) };
  return readSeries(database.reports, query, { from, to });
}
const pageviews = (points: { at: string; pageviews: number }[]) =>
  points.map((point) => [point.at, point.pageviews]);

describe("readSeries", () => {
  test.each([
    ["2026-03-29", 23, "2026-03-29T03:00"],
    ["2026-10-25", 25, "2026-10-25T02:00"],
    ["2026-10-26", 24, "2026-10-26T03:00"],
  ])("has for %s %d points by hours", async (day, count, fourth) => {
    const points = await read("hour", day, `${day.slice(0, 8)}${Number(day.slice(8)) + 1}`);
    expect(points).toHaveLength(count);
    expect([points[2]?.at, points[3]?.at]).toContain(fourth);
  });

  test("keeps the two hours apart that have one name", async () => {
    const points = await read("hour", "2026-10-25", "2026-10-26");
    expect(pageviews(points.slice(1, 5))).toEqual([
      ["2026-10-25T01:00", 0],
      ["2026-10-25T02:00", 1],
      ["2026-10-25T02:00", 2],
      ["2026-10-25T03:00", 0],
    ]);
  });

  test("shows days without a visit as zeros, in order", async () => {
    expect(await read("day", "2026-10-31", "2026-11-02")).toEqual([
      {
        at: "2026-10-31",
        visitors: 0,
        visits: 0,
        pageviews: 0,
        bounces: 0,
        engagedMs: 0,
        events: 0,
        scroll: 0,
      },
      {
        at: "2026-11-01",
        visitors: 1,
        visits: 1,
        pageviews: 1,
        bounces: 1,
        engagedMs: 0,
        events: 0,
        scroll: 0,
      },
    ]);
  });

  test("adds days of the range up to weeks that begin on Monday", async () => {
    // 1 November 2026 is a Sunday.
    expect(pageviews(await read("week", "2026-10-25", "2026-11-03"))).toEqual([
      ["2026-10-19", 3],
      ["2026-10-26", 1],
      ["2026-11-02", 1],
    ]);
  });

  test("adds days up to months, across a year's end", async () => {
    const points = await read("month", "2026-10-01", "2027-02-01", "2027-01-15T12:00:00Z");
    expect(pageviews(points)).toEqual([
      ["2026-10-01", 3],
      ["2026-11-01", 3],
      ["2026-12-01", 0],
      ["2027-01-01", 0],
    ]);
  });

  test.each([
    ["hour", "2026-11-03", "2026-11-04", "2026-11-03T12:30:00Z", 14],
    ["day", "2026-11-01", "2026-12-01", "2026-11-03T12:30:00Z", 3],
    ["day", "2026-11-01", "2026-12-01", "2026-11-02T23:00:00Z", 3],
    ["week", "2026-11-01", "2026-12-01", "2026-11-03T12:30:00Z", 2],
    ["month", "2026-01-01", "2027-01-01", "2026-11-03T12:30:00Z", 11],
  ] as const)("by %s from %s to %s leaves out what begins after %s", async (...given) => {
    const [interval, from, to, now, count] = given;
    expect(await read(interval, from, to, now)).toHaveLength(count);
  });

  test("finds the hours of days that were computed in another zone", async () => {
    const now = new Date("2026-12-24");
    const query = { siteId, zone: "Europe/London", filters: [], interval: "hour", now };
    const points = await readSeries(database.reports, query as never, {
      from: "2026-11-03",
      to: "2026-11-04",
    });
    expect(pageviews(points).filter(([, count]) => count)).toEqual([["2026-11-03T13:00", 1]]);
  });
});
