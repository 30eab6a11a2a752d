import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { addDays, dayIn } from "#src/lib/time.ts";
import type { Dimension } from "#src/stats/dimensions.ts";
import { parseFilters } from "#src/stats/filter.ts";
import { readHeatmap } from "#src/stats/heatmap.ts";
import { countOnline } from "#src/stats/live.ts";
import { liveSince } from "#src/stats/period.ts";
import { settleProjections } from "#src/stats/project/settle.ts";
import { readTotals } from "#src/stats/totals.ts";
import { readBreakdown } from "#test/support/lists.ts";
import { createTestDatabase, type TestDatabase } from "./support/database.ts";
import { type EventFields, eventIn, makeSite, storeEvents } from "./support/events.ts";

// Every statement of docs/metrics.md gives what its words say of a day that was counted by hand, and
// what the dashboard shows.

const page = readFileSync(resolve(import.meta.dir, "../docs/metrics.md"), "utf8");
const setUpMaxMs = 60_000;
const zone = "Europe/Paris";
const day = "2026-03-10";
const tomorrow = "2026-03-11";

type Row = (string | number)[];

let database: TestDatabase;
let shop: number;
let running: number;

/**
 * A Tuesday, by the clock of Paris, of visitors with the countries FR, DE, none, FR and BE.
 *   1: 10:00 / (60 s, 50 %), 10:02 /menu (20 s, 100 %) and a call; 12:00 / again (10 s, 70 %)
 *   2: 11:00 / (30 s, 100 %), 11:01 / again (0 s, 30 %) and a link away
 *   3: 13:00 /menu (40 s, 20 %)
 *   4: 14:00 a form, 14:01 the same, on a page that was opened before all of this
 *   5: 23:50 / (90 s, 80 %), where a file is taken at 00:05
 * Seven pageviews and five events, in six visits. Besides: the morrow, and another site.
 */
const ofTheDay: (Partial<EventFields> & { ts: string })[] = [
  { visitor: 1, ts: "09:00", path: "/", engaged_ms: 60_000, scroll: 50 },
  { visitor: 1, ts: "09:02", path: "/menu", engaged_ms: 20_000, scroll: 100 },
  { visitor: 1, ts: "09:03", path: "/menu", kind: "tel", target: "tel:+331" },
  { visitor: 1, ts: "11:00", path: "/", engaged_ms: 10_000, scroll: 70 },
  { visitor: 2, ts: "10:00", path: "/", engaged_ms: 30_000, scroll: 100, country: "DE" },
  { visitor: 2, ts: "10:01", path: "/", engaged_ms: 0, scroll: 30, country: "DE" },
  { visitor: 2, ts: "10:02", path: "/", kind: "outbound", target: "https://a.example/" },
  { visitor: 3, ts: "12:00", path: "/menu", engaged_ms: 40_000, scroll: 20, country: "" },
  { visitor: 4, ts: "13:00", path: "/contact", kind: "form", name: "table" },
  { visitor: 4, ts: "13:01", path: "/contact", kind: "form", name: "table" },
  { visitor: 5, ts: "22:50", path: "/", engaged_ms: 90_000, scroll: 80, country: "BE" },
  { visitor: 5, ts: "23:05", path: "/", kind: "download", target: "/menu.pdf", day },
];

beforeAll(async () => {
  database = await createTestDatabase();
  shop = await makeSite(database.work, "shop.example", zone);
  running = await makeSite(database.work, "live.example");
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
  const counted = ofTheDay.map((fields) =>
    eventIn(zone, { site_id: shop, ...fields, ts: `${day}T${fields.ts}:00Z` }),
  );
  await storeEvents(database.work, [
    ...counted,
    eventIn(zone, { site_id: shop, visitor: 6, ts: `${day}T23:15:00Z`, path: "/menu" }),
    eventIn(zone, { site_id: running, visitor: 1, ts: `${day}T09:00:00Z` }),
    // Who is on the site, who was twenty minutes ago, and who has been gone for forty.
    ...[2, 20, 40].map((minutes, at) =>
      eventIn("UTC", { site_id: running, visitor: at + 1, ts: ago(minutes) }),
    ),
  ]);
  await settleProjections(database.work);
}, setUpMaxMs);
afterAll(() => database?.drop(), 60_000);

const ofShop = (...filters: string[]) => ({
  siteId: shop,
  zone,
  range: { from: day, to: tomorrow },
  filters: parseFilters(filters),
});
const totalsOf = (...filters: string[]) => readTotals(database.reports, ofShop(...filters));
const rowsOf = (dimension: Dimension) =>
  readBreakdown(database.reports, { scope: ofShop(), dimension, limit: 10 });

const wanted = ["tel", "mailto", "form", "cta", "custom"];

/** By its heading: what was counted by hand, and what the dashboard makes its number from. */
const numbers: Record<string, { counted: Row[]; shown: () => Promise<Row[]> }> = {
  Visitors: { counted: [[5]], shown: async () => [[(await totalsOf()).visitors]] },
  Visits: { counted: [[6]], shown: async () => [[(await totalsOf()).visits]] },
  Pageviews: { counted: [[7]], shown: async () => [[(await totalsOf()).pageviews]] },
  "Views per visit": {
    counted: [[7 / 6]],
    shown: async () => {
      const { pageviews, visits } = await totalsOf();
      return [[pageviews / visits]];
    },
  },
  Events: { counted: [[5]], shown: async () => [[(await totalsOf()).events]] },
  // The second visit of 1, and 3; neither 2, who viewed a page twice, nor 5, who took a file.
  "Bounce rate": {
    counted: [[2 / 6]],
    shown: async () => {
      const { bounces, visits } = await totalsOf();
      return [[bounces / visits]];
    },
  },
  "Visit duration": {
    counted: [[250_000 / 6]],
    shown: async () => {
      const { engagedMs, visits } = await totalsOf();
      return [[engagedMs / visits]];
    },
  },
  // / was viewed five times, /menu twice.
  "Time on page": {
    counted: [
      ["/", 190_000 / 5],
      ["/menu", 60_000 / 2],
    ],
    shown: async () =>
      (await rowsOf("path")).map(({ value, engagedMs, pageviews }) => [
        value,
        engagedMs / pageviews,
      ]),
  },
  // By four visits, of which one views it twice, and by two.
  "Scroll depth": {
    counted: [
      ["/", (50 + 70 + 100 + 80) / 4],
      ["/menu", (100 + 20) / 2],
    ],
    shown: async () =>
      (await rowsOf("path")).map(({ value, scroll, visits }) => [value, scroll / visits]),
  },
  Share: {
    counted: [
      ["", 1 / 5],
      ["BE", 1 / 5],
      ["DE", 1 / 5],
      ["FR", 2 / 5],
    ],
    shown: async () => {
      const { visitors } = await totalsOf();
      return (await rowsOf("country")).map((row) => [row.value, row.visitors / visitors]);
    },
  },
  Conversions: {
    counted: [[3]],
    shown: async () => {
      const conversions = (await rowsOf("kind")).filter(({ value }) => wanted.includes(value));
      return [[conversions.reduce((sum, { events }) => sum + events, 0)]];
    },
  },
  "Conversion rate": {
    counted: [[2 / 5]],
    shown: async () => {
      const { visitors } = await totalsOf(`kind:is:${wanted.join("|")}`);
      return [[visitors / (await totalsOf()).visitors]];
    },
  },
  "On the site now": {
    counted: [[1]],
    shown: async () => [[await countOnline(database.reports, running, new Date())]],
  },
  "Weekday and hour": {
    counted: [
      [2, 10, 1],
      [2, 11, 1],
      [2, 12, 1],
      [2, 13, 1],
      [2, 14, 1],
      [2, 23, 1],
    ],
    shown: async () =>
      (await readHeatmap(database.reports, ofShop())).flatMap((hours, weekday) =>
        hours.flatMap(({ visitors }, hour) => (visitors ? [[weekday + 1, hour, visitors]] : [])),
      ),
  },
  Realtime: {
    counted: [[2]],
    shown: async () => {
      const since = liveSince(new Date());
      const range = { from: dayIn("UTC", since), to: addDays(dayIn("UTC", new Date()), 1) };
      const scope = { siteId: running, zone: "UTC", range, since, filters: [] };
      return [[(await readTotals(database.reports, scope)).visits]];
    },
  },
  // The second visit of 1, and 4 and 5.
  Filters: {
    counted: [[3]],
    shown: async () => [[(await totalsOf("country:is:FR|BE", "path:is-not:/menu")).visitors]],
  },
};

/** The statements of the page, by the heading that they stand under. */
const statements = page
  .split(/^## /m)
  .slice(1)
  .flatMap((section) =>
    [...section.matchAll(/^```sql\n([\s\S]*?)^```/gm)].map(
      ([, statement = ""]): [string, string] => [section.split("\n")[0] ?? "", statement],
    ),
  );

/** Rows in the order of their values; a count is text, as it might not fit a number. */
async function valuesOf(asked: Promise<readonly object[]>): Promise<Row[]> {
  const rows = (await asked).map((row) =>
    Object.values(row).map((value) => (/^\d+$/.test(value) ? Number(value) : value)),
  );
  return rows.sort();
}

describe("docs/metrics.md", () => {
  test("has a statement of every number, and no other", () => {
    expect([...new Set(statements.map(([heading]) => heading))]).toEqual(Object.keys(numbers));
  });

  test.each(statements)("%s: the SQL says what was counted by hand", async (heading, statement) => {
    const isNow = statement.includes("now()");
    const values = isNow ? [running] : [shop, day];
    const rows = await valuesOf(database.reports.unsafe(statement, values));
    expect(rows).toEqual(numbers[heading]?.counted ?? []);
  });

  test.each(Object.entries(numbers))("%s: the dashboard shows the same", async (_, number) => {
    expect((await number.shown()).sort()).toEqual(number.counted);
  });
});
