import { afterAll, beforeEach, describe, expect, setSystemTime, test } from "bun:test";
import { ensurePartitionsBetween } from "#src/db/partitions.ts";
import type { Filter } from "#src/stats/filter.ts";
import { settleProjections } from "#src/stats/project/settle.ts";
import { type Scope, wholeScope } from "#src/stats/scope.ts";
import { readSeries } from "#src/stats/series.ts";
import { readTotals } from "#src/stats/totals.ts";
import { createTestDatabase } from "#test/support/database.ts";
import { eventOf, makeSite, storeEvents } from "#test/support/events.ts";
import { readBreakdown } from "#test/support/lists.ts";
import { packFinishedDays } from "./shelf.ts";

const database = await createTestDatabase();
const { reports, work } = database;
const day = "2026-10-20";
const range = { from: "2026-10-01", to: "2026-11-01" };
const german: Filter = { dimension: "country", operator: "is", values: ["DE"] };
let domains = 0;
let siteId: number;
let scope: Scope;

beforeEach(async () => {
  await ensurePartitionsBetween(work, new Date(day), new Date(day));
  domains += 1;
  siteId = await makeSite(work, `shop${domains}.example`);
  scope = { ...wholeScope({ id: siteId, timeZone: "UTC" }, range), filters: [german] };
  await see(1);
});
afterAll(() => database.drop());

async function see(visitor: number, fields: object = {}): Promise<void> {
  await storeEvents(work, [
    eventOf({ site_id: siteId, ts: `${day}T10:00:00Z`, visitor, country: "DE", ...fields }),
  ]);
  await settleProjections(work);
}

const packed = async () =>
  (
    await work<{ day: string; version: string }[]>`
      select day::text, version::text from day_segments where site_id = ${siteId} order by 1
    `
  ).map((row) => ({ ...row }));

describe("packFinishedDays", () => {
  test("packs each day once, and none that may still be running somewhere", async () => {
    await see(2, { day: "2026-10-21", ts: "2026-10-21T10:00:00Z" });
    await packFinishedDays(work, new Date("2026-10-22T23:59:00Z"));
    expect((await packed()).map((row) => row.day)).toEqual([day]);
    await packFinishedDays(work, new Date("2026-10-23T00:00:00Z"));
    const both = await packed();
    expect(both.map((row) => row.day)).toEqual([day, "2026-10-21"]);
    await packFinishedDays(work, new Date("2026-11-23T00:00:00Z"));
    expect(await packed()).toEqual(both);
  });

  test("lets a filtered page be counted without the visits, by the hour too", async () => {
    await packFinishedDays(work, new Date("2026-11-23T00:00:00Z"));
    await work`delete from visits where site_id = ${siteId}`;
    await work`delete from events where site_id = ${siteId}`;
    expect((await readTotals(reports, scope)).visitors).toBe(1);
    const now = new Date("2026-12-24T12:00:00Z");
    const points = await readSeries(reports, { ...scope, interval: "hour", now }, range);
    expect(points.filter(({ pageviews }) => pageviews > 0)).toMatchObject([
      { at: `${day}T10:00`, visits: 1, pageviews: 1 },
    ]);
  });

  test("packs a day anew that something came late to", async () => {
    await packFinishedDays(work, new Date("2026-11-23T00:00:00Z"));
    expect((await readTotals(reports, scope)).visitors).toBe(1);
    const [before] = await packed();
    await see(2);
    // The page does not wait for the job: what is packed is of another version.
    expect((await readTotals(reports, scope)).visitors).toBe(2);
    const [after] = await packed();
    expect(BigInt(after?.version ?? 0)).toBeGreaterThan(BigInt(before?.version ?? 0));
  });

  test("packs no part of a day that ends while it is read", async () => {
    await see(2, { country: "FR" });
    const atMidnight = new Proxy(reports, {
      apply: (sql, self, words) => {
        if (String(words[0]).includes("day_segments")) setSystemTime(new Date("2026-10-22"));
        return Reflect.apply(sql, self, words);
      },
    });
    setSystemTime(new Date("2026-10-21T23:59:59Z"));
    const { visitors } = await readTotals(atMidnight, scope).finally(() => setSystemTime());
    expect(visitors).toBe(1);
    const french = { ...german, values: ["FR"] };
    expect((await readTotals(reports, { ...scope, filters: [french] })).visitors).toBe(1);
  });

  test("packs anew what an older program has packed in another layout", async () => {
    await packFinishedDays(work, new Date("2026-11-23T00:00:00Z"));
    const header = Buffer.from('\x0c\0\0\0{"layout":0}');
    const old = Bun.zstdCompressSync(header);
    await work`update day_segments set bytes = ${old} where site_id = ${siteId}`;
    const rows = await readBreakdown(reports, { scope, dimension: "path", limit: 9 });
    expect(rows).toMatchObject([{ value: "/", visitors: 1 }]);
    const [row] =
      await work`select length(bytes) as size from day_segments where site_id = ${siteId}`;
    expect(row?.size).toBeGreaterThan(old.length);
  });

  test("keeps the hours right when the site's zone is corrected afterwards", async () => {
    await packFinishedDays(work, new Date("2026-11-23T00:00:00Z"));
    const paris = { ...scope, zone: "Europe/Paris", interval: "hour" as const };
    const now = new Date("2026-12-24T12:00:00Z");
    const points = await readSeries(reports, { ...paris, now }, range);
    expect(points.filter(({ visits }) => visits > 0).map(({ at }) => at)).toEqual([`${day}T12:00`]);
  });
});
