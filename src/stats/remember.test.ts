import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { ensurePartitionsBetween } from "#src/db/partitions.ts";
import { createTestDatabase } from "#test/support/database.ts";
import { eventOf, makeSite, storeEvents } from "#test/support/events.ts";
import { readBreakdown } from "#test/support/lists.ts";
import type { Filter } from "./filter.ts";
import { recomputeDay } from "./project/daily.ts";
import { settleProjections } from "./project/settle.ts";
import { remember } from "./remember.ts";
import { forgetOldFigures } from "./retention.ts";
import { type Scope, wholeScope } from "./scope.ts";
import { readSeries } from "./series.ts";
import { readTotals } from "./totals.ts";

const database = await createTestDatabase();
const { reports, work } = database;
let domains = 0;
let siteId: number;
let scope: Scope;
const day = "2026-11-20";
const german: Filter = { dimension: "country", operator: "is", values: ["DE"] };

beforeEach(async () => {
  await ensurePartitionsBetween(work, new Date(day), new Date(day));
  domains += 1;
  siteId = await makeSite(work, `shop${domains}.example`);
  scope = wholeScope({ id: siteId, timeZone: "UTC" }, { from: "2026-11-01", to: "2026-12-01" });
  await see(1, { country: "DE" });
});
afterAll(() => database.drop());

/** Stores a view and counts it. */
async function see(visitor: number, fields: object = {}): Promise<void> {
  await storeEvents(work, [
    eventOf({ site_id: siteId, ts: `${day}T10:00:00Z`, visitor, ...fields }),
  ]);
  await settleProjections(work);
}

/** Asks every question about a scope. */
async function ask(filters: readonly Filter[] = []) {
  const asked = { ...scope, filters };
  const { visitors } = await readTotals(reports, asked);
  const now = new Date("2026-12-24T12:00:00Z");
  const points = await readSeries(reports, { ...asked, interval: "day", now }, scope.range);
  const pages = await readBreakdown(reports, { scope: asked, dimension: "path", limit: 9 });
  return [visitors, points.find(({ at }) => at === day)?.visitors, pages[0]?.visitors];
}

describe("an answer", () => {
  test("is given from memory the second time, without the projections", async () => {
    expect(await ask()).toEqual([1, 1, 1]);
    expect(await ask([german])).toEqual([1, 1, 1]);
    await work`delete from daily_lists where site_id = ${siteId}`;
    await work`delete from visits where site_id = ${siteId}`;
    expect(await ask()).toEqual([1, 1, 1]);
    expect(await ask([german])).toEqual([1, 1, 1]);
    // The counter-check: what the memory hid is there once a day is computed anew.
    await recomputeDay(work, { siteId, day });
    expect(await ask()).toEqual([0, 0, undefined]);
  });

  test("has what came late, to a day that had long been finished, at once", async () => {
    expect(await ask()).toEqual([1, 1, 1]);
    await see(2, { country: "DE" });
    expect(await ask()).toEqual([2, 2, 2]);
    expect(await ask([german])).toEqual([2, 2, 2]);
  });

  test("has a day that had no figures before", async () => {
    expect(await ask()).toEqual([1, 1, 1]);
    await see(3, { day: "2026-11-21", ts: "2026-11-21T10:00:00Z" });
    expect(await ask()).toEqual([2, 1, 2]);
  });

  test("is that of its own filters, days and site", async () => {
    await see(4, { country: "FR" });
    expect(await ask()).toEqual([2, 2, 2]);
    expect(await ask([german])).toEqual([1, 1, 1]);
    expect(await ask([{ ...german, operator: "is-not" }])).toEqual([1, 1, 1]);
    const before = { ...scope, range: { from: "2026-11-01", to: day } };
    expect((await readTotals(reports, before)).visitors).toBe(0);
    expect((await readTotals(reports, { ...scope, siteId: siteId + 1 })).visitors).toBe(0);
  });

  test("is asked for once, however many want it at the same time", async () => {
    let asked = 0;
    const question = () =>
      remember(reports, scope, { question: ["once"] }, async () => {
        asked += 1;
        await Bun.sleep(50);
        return asked;
      });
    expect(await Promise.all([question(), question(), question()])).toEqual([1, 1, 1]);
  });

  test("is asked for again after a failure", async () => {
    const fail = () => Promise.reject(new Error("the database is away"));
    await expect(remember(reports, scope, { question: ["fail"] }, fail)).rejects.toThrow("away");
    expect(await remember(reports, scope, { question: ["fail"] }, async () => "here")).toBe("here");
  });

  test("goes with a day that is forgotten", async () => {
    expect(await ask()).toEqual([1, 1, 1]);
    await forgetOldFigures(work, new Date("2027-03-01T12:00:00Z"), 3);
    expect(await ask()).toEqual([0, 0, undefined]);
  });

  test("grows older only by a version that is higher, wherever the clock stands", async () => {
    await work`update day_versions set version = 9e15 where site_id = ${siteId}`;
    await recomputeDay(work, { siteId, day });
    const [row] = await work`select version::float8 from day_versions where site_id = ${siteId}`;
    expect(row?.version).toBe(9e15 + 1);
  });
});
