import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import fc from "fast-check";
import { ensurePartitionsBetween } from "#src/db/partitions.ts";
import { addDays, dayIn } from "#src/lib/time.ts";
import { anyFilters } from "#test/support/any-filters.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { type EventFields, eventIn, makeSite, storeEvents } from "#test/support/events.ts";
import { readBreakdown, readPanels } from "#test/support/lists.ts";
import {
  conversionsOf,
  daysOf,
  figuresOf,
  hoursOf,
  type OracleVisit,
  panelOf,
  passes,
  visitsOf,
} from "#test/support/oracle.ts";
import type { List } from "./count.ts";
import { type Dimension, dailyDimensions, isDimension } from "./dimensions.ts";
import { type FigureName, figureNames, noFigures } from "./figures.ts";
import type { Filter } from "./filter.ts";
import { readHeatmap } from "./heatmap.ts";
import { rebuild } from "./project/rebuild.ts";
import { settleProjections } from "./project/settle.ts";
import { projectPending } from "./project/visits.ts";
import { parseQuery } from "./query.ts";
import { type ListRow, readReport } from "./report.ts";
import type { Scope } from "./scope.ts";
import { readSeries, seriesOf } from "./series.ts";
import { readTotals } from "./totals.ts";

const maxMs = 120_000;
const zone = "Europe/Paris";
/** Days that are long over, on the second of which the clocks go back; or days about today. */
const firsts = ["2026-10-24", addDays(dayIn(zone, new Date()), -1)];
let range = { from: "", to: "" };
const dimensions: Dimension[] = dailyDimensions.filter((name) => isDimension(name));
const properties: List[] = ["prop:plan", "prop:seats", "props:order", "props:none"];
/** As of then nothing in the range is to come. */
const now = new Date("2100-01-01T00:00:00Z");
let database: TestDatabase;
let siteId: number;
let otherId: number;

beforeAll(async () => {
  database = await createTestDatabase();
  await ensurePartitionsBetween(database.work, new Date("2026-10-01"), new Date());
  siteId = await makeSite(database.work, "shop.example", zone);
  otherId = await makeSite(database.work, "blog.example", zone);
}, maxMs);
afterAll(() => database.drop());

const anyEvent = fc
  .record({
    isOther: fc.constantFrom(false, false, false, true),
    visitor: fc.integer({ min: 1, max: 4 }),
    id: fc.integer({ min: 1, max: 1_000_000 }),
    minute: fc.nat(3 * 24 * 60),
    seenMinutes: fc.constantFrom(0, 0, 1, 20, 31, 90),
    kind: fc.constantFrom("pageview", "pageview", "pageview", "custom", "outbound", "form", "tel"),
    path: fc.constantFrom("/", "/a", "/café", "/A%b", "/b_c", "/b\\d"),
    source: fc.constantFrom("", "Google", "Bing"),
    country: fc.constantFrom("FR", "DE", ""),
    device: fc.constantFrom("desktop", "mobile"),
    utm_source: fc.constantFrom("", "letter"),
    region: fc.constantFrom("", "Bretagne"),
    os_version: fc.constantFrom("", "10", "11"),
    name: fc.constantFrom("", "order", "Sign up"),
    target: fc.constantFrom("", "tel:+331", "https://a.example/"),
    props: fc.constantFrom(null, { plan: "pro" }, { plan: "free", seats: 3 }),
    engaged_ms: fc.nat(60_000),
    scroll: fc.nat(100),
  })
  .map(({ isOther, minute, seenMinutes, ...fields }): EventFields => {
    const at = Date.parse(`${range.from}T00:00:00Z`) + minute * 60_000;
    const isView = fields.kind === "pageview";
    return eventIn(zone, {
      ...fields,
      site_id: isOther ? otherId : siteId,
      ts: new Date(at).toISOString(),
      last_seen_at: new Date(at + seenMinutes * 60_000).toISOString(),
      engaged_ms: isView ? fields.engaged_ms : 0,
      scroll: isView ? fields.scroll : 0,
      props: isView ? null : fields.props,
    });
  });
const anyEvents = fc.uniqueArray(anyEvent, { selector: ({ id }) => id, maxLength: 50 });

/** Stores events in portions, some twice, between which the projections come a little further. */
async function store(events: readonly EventFields[], portions: number): Promise<void> {
  await database.work`truncate events, visits, pending, stale_days, daily_lists, day_versions, day_segments`;
  const size = Math.ceil(events.length / portions) || 1;
  for (let at = 0; at < events.length; at += size) {
    await storeEvents(database.work, events.slice(at, at + size));
    await storeEvents(database.work, events.slice(at / 2, at));
    await projectPending(database.work, 3);
  }
  await settleProjections(database.work);
}

/** Then those with more visitors, pageviews and events, then by name. */
const byOrder =
  ({ by, direction }: { by: FigureName; direction: "asc" | "desc" }) =>
  (a: ListRow, b: ListRow) =>
    (direction === "asc" ? a[by] - b[by] : b[by] - a[by]) ||
    b.visitors - a.visitors ||
    b.pageviews - a.pageviews ||
    b.events - a.events ||
    byValue(a, b);

const byValue = (a: { value: string }, b: { value: string }) => (a.value < b.value ? -1 : 1);

async function compare(events: readonly EventFields[], filters: readonly Filter[]): Promise<void> {
  const own = events.filter(({ site_id }) => site_id === siteId);
  const visits = visitsOf(own).filter((visit) => filters.every((filter) => passes(visit, filter)));
  const scope: Scope = { siteId, zone, range, filters };
  await comparePanels(scope, visits, [...dimensions, ...properties]);
  // Without those of properties the lists of the days are enough.
  if (filters.length === 0) await comparePanels(scope, visits, dimensions);

  const byDay = await readSeries(database.reports, { ...scope, interval: "day", now }, range);
  const days = daysOf(visits);
  expect(byDay).toEqual(byDay.map(({ at }) => ({ at, ...(days.get(at) ?? noFigures) })));
  await compareHours(scope, visits);
  await compareConversions(scope, visits);
  await compareLive(scope, visits);
}

async function comparePanels(
  scope: Scope,
  visits: readonly OracleVisit[],
  lists: readonly List[],
): Promise<void> {
  const question = { lists, grain: "day", limit: 100 } as const;
  const { totals, panels } = await readReport(database.reports, scope, question);
  expect(totals).toEqual(figuresOf(visits));
  for (const list of lists)
    expect([list, panels.get(list)?.rows.toSorted(byValue)]).toEqual([
      list,
      panelOf(visits, list).toSorted(byValue),
    ]);
}

async function compareHours(scope: Scope, visits: readonly OracleVisit[]): Promise<void> {
  const hours = hoursOf(visits, zone);
  const points = await readSeries(database.reports, { ...scope, interval: "hour", now }, range);
  const heat = new Map<string, number>();
  // The hour that comes twice has two points by one name.
  for (const [at, same] of Map.groupBy(points, (point) => point.at)) {
    const sum = (name: FigureName) => same.reduce((of, one) => of + one[name], 0);
    const expected = hours.get(at);
    expect([at, sum("visits"), sum("pageviews"), sum("events")]).toEqual([
      at,
      expected?.visits ?? 0,
      expected?.pageviews ?? 0,
      expected?.events ?? 0,
    ]);
    if (same.length === 1)
      expect([at, sum("visitors")]).toEqual([at, expected?.visitors.size ?? 0]);
    const cell = `${(new Date(`${at.slice(0, 10)}T00:00Z`).getUTCDay() + 6) % 7} ${at.slice(11, 13)}`;
    heat.set(cell, (heat.get(cell) ?? 0) + sum("visits"));
  }
  const rows = await readHeatmap(database.reports, scope);
  const question = { lists: [], grain: "day", limit: 0, hasWeek: true } as const;
  const { week } = await readReport(database.reports, scope, question);
  for (const [weekday, row] of rows.entries())
    for (const [hour, { visits: count, visitors }] of row.entries()) {
      const cell = `${weekday} ${String(hour).padStart(2, "0")}`;
      expect([cell, count]).toEqual([cell, heat.get(cell) ?? 0]);
      expect([cell, week?.[weekday * 24 + hour]]).toEqual([cell, visitors]);
    }
}

async function compareConversions(scope: Scope, visits: readonly OracleVisit[]): Promise<void> {
  const expected = conversionsOf(visits);
  for (const interval of ["day", "hour"] as const) {
    const question = { lists: [], grain: interval, conversionsBy: interval, limit: 0 };
    const { conversions, moments } = await readReport(database.reports, scope, question);
    expect(conversions).toBe(expected.length);
    const points = seriesOf({ ...scope, interval, now }, range, moments);
    const byHour = hoursOf(visits, zone);
    for (const [at, same] of Map.groupBy(points, (point) => point.at)) {
      const sum = same.reduce((of, point) => of + (point.conversions ?? 0), 0);
      const own =
        interval === "hour"
          ? (byHour.get(at)?.conversions ?? 0)
          : expected.filter(({ day }) => day === at).length;
      expect([at, sum]).toEqual([at, own]);
    }
  }
}

/** As the live page would have been at an instant of which nothing later is stored. */
async function compareLive(scope: Scope, visits: readonly OracleVisit[]): Promise<void> {
  const last = Math.max(...visits.map(({ seenAtMs }) => seenAtMs), Date.parse(range.from));
  const at = new Date(last);
  const query = parseQuery(
    new URLSearchParams({ period: "live" }),
    { id: siteId, timeZone: zone, firstDay: null },
    at,
  );
  const live = { ...query, filters: scope.filters };
  const since = query.since?.getTime() ?? 0;
  const alive = visits.filter(({ seenAtMs }) => seenAtMs >= since);
  expect(await readTotals(database.reports, live)).toEqual(figuresOf(alive));
  const points = await readSeries(database.reports, live, query.range);
  const question = { lists: [], grain: "minute", conversionsBy: "minute", limit: 0 } as const;
  const { conversions, moments } = await readReport(database.reports, live, question);
  expect(conversions).toBe(conversionsOf(alive).length);
  const done = seriesOf(live, query.range, moments).map((point) => point.conversions ?? 0);
  const since30 = conversionsOf(alive).filter(({ ts }) => Date.parse(ts) >= since);
  expect(done.reduce((sum, one) => sum + one, 0)).toBe(since30.length);
  const views = alive.flatMap((visit) => visit.views).filter(({ ts }) => Date.parse(ts) >= since);
  expect(points.reduce((sum, { pageviews }) => sum + pageviews, 0)).toBe(views.length);
  for (const [index, point] of points.entries()) {
    const minute = since / 60_000 + index;
    const there = alive.filter(
      ({ startedAt, seenAtMs }) =>
        Math.floor(Date.parse(startedAt) / 60_000) <= minute && minute <= seenAtMs / 60_000,
    );
    expect([index, point.visitors]).toEqual([index, figuresOf(there).visitors]);
  }
}

describe.each(firsts)("every figure of the days from %s on", (first) => {
  beforeAll(() => {
    range = { from: first, to: addDays(first, 4) };
  });

  test(
    "is what plain counting says, whatever the filters and the order of arrival",
    async () => {
      await fc.assert(
        fc.asyncProperty(
          anyEvents,
          fc.array(anyFilters, { minLength: 4, maxLength: 4 }),
          fc.integer({ min: 1, max: 4 }),
          fc.boolean(),
          async (events, filterSets, portions, isRebuilt) => {
            await store(events, portions);
            if (isRebuilt) await rebuild(database, { siteIds: [siteId] });
            for (const filters of [[], ...filterSets]) await compare(events, filters);
          },
        ),
        { numRuns: Number(Bun.env.ORACLE_RUNS ?? 25) },
      );
    },
    maxMs,
  );

  test(
    "stands where the order that is asked for puts it",
    async () => {
      const anyOrder = fc.record({
        by: fc.constantFrom(...figureNames),
        direction: fc.constantFrom("asc" as const, "desc" as const),
        offset: fc.nat(3),
      });
      await fc.assert(
        fc.asyncProperty(
          anyEvents,
          anyFilters,
          anyOrder,
          fc.integer({ min: 1, max: 4 }),
          async (events, filters, order, limit) => {
            await store(events, 1);
            const visits = visitsOf(events.filter(({ site_id }) => site_id === siteId));
            const chosen = visits.filter((visit) => filters.every((one) => passes(visit, one)));
            const scope = { siteId, zone, range, filters };
            const part = { limit, order };
            for (const dimension of ["path", "source", "kind"] as const) {
              const rows = await readBreakdown(database.reports, { scope, dimension, ...part });
              const all = panelOf(chosen, dimension).toSorted(byOrder(order));
              expect(rows).toEqual(all.slice(order.offset, order.offset + limit));
            }
          },
        ),
        { numRuns: 15 },
      );
    },
    maxMs,
  );

  test(
    "is the same from the days as from the visits",
    async () => {
      // A filter that all visits pass makes the question go to the visits.
      const all: Filter[] = [{ dimension: "country", operator: "is-not", values: ["XX"] }];
      await fc.assert(
        fc.asyncProperty(anyEvents, async (events) => {
          await store(events, 2);
          const read = (filters: Filter[]) =>
            readPanels(database.reports, {
              scope: { siteId, zone, range, filters },
              dimensions,
              limit: 100,
            });
          expect(await read(all)).toEqual(await read([]));
        }),
        { numRuns: 15 },
      );
    },
    maxMs,
  );
});
