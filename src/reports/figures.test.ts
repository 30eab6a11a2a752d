import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { settleProjections } from "#src/stats/project/settle.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { type EventFields, eventIn, makeSite, storeEvents } from "#test/support/events.ts";
import { readSiteReport } from "./figures.ts";

const setUpMaxMs = 60_000;
const timeZone = "Europe/Paris";
let database: TestDatabase;
let site: { id: number; timeZone: string };
let emptySite: { id: number; timeZone: string };

/**
 * By the clock of Paris, UTC+1, twelve events. The week before:
 *   visitor 7 on Tuesday the 10th reads / and leaves by a link: a visit, no bounce, no conversion;
 *   visitor 6 on Sunday the 15th at 23:30 reads /: a bounce.
 * The week of Monday the 16th:
 *   visitor 2 on Monday at 00:30 reads / on a phone in Belgium: a bounce;
 *   visitor 1 on Monday at 10:00, sent by Google, reads / for 60 s and /menu for 30 s, and leaves
 *   twice by a link;
 *   visitor 3 on Wednesday, sent by Instagram, reads /menu for 30 s on a phone, and calls;
 *   visitor 4 on Sunday the 22nd at 23:30 reads /: a bounce.
 * And visitor 5 on Monday the 23rd at 00:10, whom that week has not.
 */
beforeAll(async () => {
  database = await createTestDatabase();
  site = { id: await makeSite(database.work, "counted.example", timeZone), timeZone };
  emptySite = { id: await makeSite(database.work, "empty.example", timeZone), timeZone };
  const event = (ts: string, visitor: number, fields: Partial<EventFields> = {}) =>
    eventIn(timeZone, { site_id: site.id, ts, visitor, ...fields });
  const google = { source: "Google", channel: "search" };
  const instagram = { source: "Instagram", channel: "social", device: "mobile" };
  await storeEvents(database.work, [
    event("2026-11-10T09:00:00Z", 7),
    event("2026-11-10T09:01:00Z", 7, { kind: "outbound", target: "https://a.example/" }),
    event("2026-11-15T22:30:00Z", 6),
    event("2026-11-15T23:30:00Z", 2, { device: "mobile", country: "BE" }),
    event("2026-11-16T09:00:00Z", 1, { ...google, engaged_ms: 60_000 }),
    event("2026-11-16T09:01:00Z", 1, { ...google, path: "/menu", engaged_ms: 30_000 }),
    event("2026-11-16T09:02:00Z", 1, { ...google, kind: "outbound", target: "https://a.example/" }),
    event("2026-11-16T09:03:00Z", 1, { ...google, kind: "outbound", target: "https://b.example/" }),
    event("2026-11-18T12:00:00Z", 3, { ...instagram, path: "/menu", engaged_ms: 30_000 }),
    event("2026-11-18T12:00:20Z", 3, { ...instagram, kind: "tel", target: "tel:+33123456789" }),
    event("2026-11-22T22:30:00Z", 4),
    event("2026-11-22T23:10:00Z", 5),
  ]);
  await settleProjections(database.work);
}, setUpMaxMs);
afterAll(() => database.drop());

const week = { period: "week", startOn: "2026-11-16" } as const;
const month = { period: "month", startOn: "2026-11-01" } as const;

describe("readSiteReport", () => {
  test("counts a week from Monday to Sunday by the site's clock, beside the week before", async () => {
    const report = await readSiteReport(database.reports, site, week);
    // 120 s of four visits; two of them bounced.
    expect(report.totals).toEqual({
      ...{ visitors: 4, visits: 4, pageviews: 5, conversions: 1 },
      ...{ bounceRate: 0.5, duration: 30_000 },
    });
    expect(report.before).toEqual({
      ...{ visitors: 2, visits: 2, pageviews: 2, conversions: 0 },
      ...{ bounceRate: 0.5, duration: 0 },
    });
    expect(report.wasCounted).toBe(true);
  });

  test("has every day of the week, also those without a visitor", async () => {
    const { days } = await readSiteReport(database.reports, site, week);
    expect(days).toEqual(
      [2, 0, 1, 0, 0, 0, 1].map((visitors, day) => ({ on: `2026-11-${16 + day}`, visitors })),
    );
  });

  test("lists what led, the actions by how often they were done", async () => {
    const { lists } = await readSiteReport(database.reports, site, week);
    const said = lists.map(({ name, rows }) => [
      name,
      ...rows.map(({ value, count, share }) => `${value} ${count} ${share.toFixed(2)}`),
    ]);
    expect(said).toEqual([
      ["path", "/ 3 0.75", "/menu 2 0.50"],
      ["source", " 2 0.50", "Google 1 0.25", "Instagram 1 0.25"],
      ["country", "FR 3 0.75", "BE 1 0.25"],
      ["device", "desktop 2 0.50", "mobile 2 0.50"],
      ["kind", "outbound 2 0.67", "tel 1 0.33"],
    ]);
  });

  test("counts a whole month, which has nothing to be compared with before the first event", async () => {
    const report = await readSiteReport(database.reports, site, month);
    expect(report.totals).toMatchObject({ visitors: 7, visits: 7, pageviews: 8, conversions: 1 });
    expect(report.before).toBeNull();
    expect(report.days).toHaveLength(30);
    expect(report.days.filter(({ visitors }) => visitors > 0).map(({ on }) => on)).toEqual([
      "2026-11-10",
      "2026-11-15",
      "2026-11-16",
      "2026-11-18",
      "2026-11-22",
      "2026-11-23",
    ]);
  });

  test("tells a week in which nobody came from one before which nobody ever came", async () => {
    const quiet = await readSiteReport(database.reports, site, { ...week, startOn: "2026-12-07" });
    expect(quiet).toMatchObject({ wasCounted: true, totals: { visitors: 0, bounceRate: 0 } });
    expect(quiet.before?.visitors).toBe(0);
    const early = await readSiteReport(database.reports, site, { ...week, startOn: "2026-11-02" });
    expect(early).toMatchObject({ wasCounted: false, before: null });
    const never = await readSiteReport(database.reports, emptySite, week);
    expect(never).toMatchObject({ wasCounted: false, before: null, totals: { visits: 0 } });
    expect(never.days).toHaveLength(7);
    expect(never.lists.flatMap(({ rows }) => rows)).toEqual([]);
  });
});
