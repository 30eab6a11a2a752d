import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { eventOf, makeSite, storeEvents } from "#test/support/events.ts";
import { readBreakdown, readPanels } from "#test/support/lists.ts";
import { isDimension } from "./dimensions.ts";
import { countOnline, hasEvents, readFirstDay } from "./live.ts";
import type { DayRange } from "./period.ts";
import { settleProjections } from "./project/settle.ts";
import { wholeScope } from "./scope.ts";
import { readTotals } from "./totals.ts";

const now = new Date();
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
const days = [0, 1, 2, 3].map((count) => ago(count * 24 * 60).slice(0, 10));
const [today = "", yesterday = "", dayBefore = "", threeAgo = ""] = days;
const tomorrow = new Date(now.getTime() + 864e5).toISOString().slice(0, 10);
let database: TestDatabase;
let siteId: number;
let emptySite: number;

/**
 * Yesterday: visitor 1 reads / and /a with Firefox, visitor 2 /a with Chrome, visitor 3 /b with
 * Firefox and calls. The day before: visitor 4 reads /a with Chrome.
 */
beforeAll(async () => {
  database = await createTestDatabase();
  siteId = await makeSite(database.work, "shop.example");
  emptySite = await makeSite(database.work, "empty.example");
  const at = (time: string, visitor: number, fields = {}) =>
    eventOf({ site_id: siteId, ts: `${time}Z`, visitor, ...fields });
  await storeEvents(database.work, [
    at(`${yesterday}T10:00:00`, 1, { path: "/", browser: "Firefox" }),
    at(`${yesterday}T10:01:00`, 1, { path: "/a", browser: "Firefox" }),
    at(`${yesterday}T10:00:00`, 2, { path: "/a", browser: "Chrome" }),
    at(`${yesterday}T10:00:00`, 3, { path: "/b", browser: "Firefox" }),
    at(`${yesterday}T10:02:00`, 3, { path: "/b", kind: "tel", target: "+331" }),
    at(`${dayBefore}T10:00:00`, 4, { path: "/a", browser: "Chrome" }),
  ]);
  await settleProjections(database.work);
});
afterAll(() => database.drop());

const scopeOf = (id: number, range: DayRange) => wholeScope({ id, timeZone: "UTC" }, range);

describe("readTotals", () => {
  test("adds up the days of a range, its end not included", async () => {
    const totals = await readTotals(
      database.reports,
      scopeOf(siteId, { from: dayBefore, to: today }),
    );
    expect(totals).toEqual({
      visitors: 4,
      visits: 4,
      pageviews: 5,
      bounces: 2,
      engagedMs: 0,
      events: 1,
      scroll: 0,
    });
    const one = await readTotals(
      database.reports,
      scopeOf(siteId, { from: dayBefore, to: yesterday }),
    );
    expect(one.visitors).toBe(1);
  });

  test("is all zeros for a site or a range without a visit", async () => {
    const nothing = {
      visitors: 0,
      visits: 0,
      pageviews: 0,
      bounces: 0,
      engagedMs: 0,
      events: 0,
      scroll: 0,
    };
    const range = { from: threeAgo, to: tomorrow };
    expect(await readTotals(database.reports, scopeOf(emptySite, range))).toEqual(nothing);
    const before = { from: threeAgo, to: dayBefore };
    expect(await readTotals(database.reports, scopeOf(siteId, before))).toEqual(nothing);
  });
});

describe("readBreakdown", () => {
  const range = { from: dayBefore, to: tomorrow };

  test("puts the values with most visitors first, then views, events, name", async () => {
    const rows = await readBreakdown(database.reports, {
      scope: scopeOf(siteId, range),
      dimension: "path",
      limit: 10,
    });
    expect(rows.map(({ value, visitors, pageviews }) => [value, visitors, pageviews])).toEqual([
      ["/a", 3, 3],
      ["/b", 1, 1],
      ["/", 1, 1],
    ]);
    const browsers = await readBreakdown(database.reports, {
      scope: scopeOf(siteId, range),
      dimension: "browser",
      limit: 10,
    });
    expect(browsers).toEqual([
      {
        value: "Firefox",
        visitors: 2,
        visits: 2,
        pageviews: 3,
        bounces: 0,
        engagedMs: 0,
        events: 1,
        scroll: 0,
      },
      {
        value: "Chrome",
        visitors: 2,
        visits: 2,
        pageviews: 2,
        bounces: 2,
        engagedMs: 0,
        events: 0,
        scroll: 0,
      },
    ]);
  });
});

describe("readPanels", () => {
  const range = { from: dayBefore, to: tomorrow };

  test("reads several breakdowns at once and says how many values there are besides", async () => {
    const panels = await readPanels(database.reports, {
      scope: scopeOf(siteId, range),
      dimensions: ["path", "kind", "utm_source"],
      limit: 1,
    });
    expect(panels.path.values).toBe(3);
    expect(panels.path.rows.map((row) => row.value)).toEqual(["/a"]);
    expect(panels.kind.rows).toMatchObject([{ value: "tel", visitors: 1, visits: 1, events: 1 }]);
    expect(panels.utm_source).toEqual({ rows: [], values: 0 });
  });
});

describe("isDimension", () => {
  test("knows breakdowns, and not what only the chart is made of", () => {
    expect(["path", "utm_term", "event", "total", "hour", "toString"].map(isDimension)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe("readFirstDay", () => {
  test("is the first day with an event, or null", async () => {
    expect(await readFirstDay(database.reports, siteId)).toBe(dayBefore);
    expect(await readFirstDay(database.reports, emptySite)).toBeNull();
  });
});

describe("hasEvents", () => {
  test("is false until the first event", async () => {
    expect(await hasEvents(database.reports, siteId)).toBe(true);
    expect(await hasEvents(database.reports, emptySite)).toBe(false);
  });
});

describe("countOnline", () => {
  test("counts visitors, not tabs, with a sign of life in the last five minutes", async () => {
    const site = await makeSite(database.work, "live.example");
    // Whoever comes on both sides of a midnight is two, as the day is a part of the key.
    const at = (minutes: number, visitor: number, fields = {}) =>
      eventOf({ site_id: site, ts: ago(minutes), day: today, visitor, ...fields });
    await storeEvents(database.work, [
      at(1, 1),
      at(2, 1),
      at(4.9, 2),
      at(5.1, 3),
      at(90, 4, { last_seen_at: ago(1) }),
      // In Auckland it is already tomorrow, in Honolulu it may still be yesterday.
      at(1, 5, { day: tomorrow }),
      at(1, 6, { day: yesterday }),
    ]);
    await settleProjections(database.work);
    expect(await countOnline(database.reports, site, now)).toBe(5);
    expect(await countOnline(database.reports, emptySite, now)).toBe(0);
    const later = new Date(now.getTime() + 10 * 60_000);
    expect(await countOnline(database.reports, site, later)).toBe(0);
  });
});
