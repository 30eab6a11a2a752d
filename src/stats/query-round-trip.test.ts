import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { addDays, dayIn, monthStart } from "#src/lib/time.ts";
import { type Comparison, comparisonKinds, comparisonRange } from "./comparison.ts";
import { dailyDimensions, isDimension } from "./dimensions.ts";
import { noFigures } from "./figures.ts";
import { type Filter, formatFilter, operators } from "./filter.ts";
import { intervalsFor } from "./interval.ts";
import { type ListOrder, rates } from "./list-order.ts";
import { earliestDay, hasNeighbours, liveSince, periods } from "./period.ts";
import { parseQuery, queryToParams, type StatsQuery, stepQuery } from "./query.ts";

// Any query there can be, made by hand and not by the parser, goes into an address and comes back.

const zones = ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Pacific/Kiritimati"];
/** Instants at which the clocks of one of them change, or the date does. */
const turns = [
  "2026-03-29T01:00Z",
  "2026-10-25T01:00Z",
  "2026-03-08T07:00Z",
  "2026-11-01T06:00Z",
  "2026-04-04T15:00Z",
  "2026-10-03T15:30Z",
  "2026-11-30T23:00Z",
  "2026-12-31T10:00Z",
  "2028-02-29T05:00Z",
];
const anyNow = fc.oneof(
  fc.date({ min: new Date("2015-01-01"), max: new Date("2035-01-01"), noInvalidDate: true }),
  fc
    .tuple(fc.constantFrom(...turns), fc.integer({ min: -7_200_000, max: 7_200_000 }))
    .map(([turn, distanceMs]) => new Date(Date.parse(turn) + distanceMs)),
);

// A filter for a NUL, which no text has, is left out.
const anyText = fc
  .oneof(
    fc.string({ maxLength: 12 }),
    fc.string({ unit: "binary", maxLength: 12 }),
    fc.constantFrom("a|b:c\\", "\\", "", "é&=#+ %2B", "/prix/", "\n", "prop:x"),
  )
  .filter((text) => !text.includes("\0"));
const anyFilter: fc.Arbitrary<Filter> = fc
  .record({
    dimension: fc.oneof(
      fc.constantFrom(...dailyDimensions.filter((name) => isDimension(name))),
      anyText.filter((key) => key !== "").map((key): Filter["dimension"] => `prop:${key}`),
    ),
    operator: fc.constantFrom(...operators),
    values: fc.uniqueArray(anyText, { minLength: 1, maxLength: 20 }),
  })
  .filter(({ operator, values }) => !operator.startsWith("contains") || !values.includes(""));
const orders: ListOrder["by"][] = [
  ...(Object.keys(noFigures) as (keyof typeof noFigures)[]),
  ...(Object.keys(rates) as (keyof typeof rates)[]),
  "value",
];
const anyOrder: fc.Arbitrary<ListOrder> = fc
  .record({
    by: fc.constantFrom(...orders),
    direction: fc.constantFrom("asc" as const, "desc" as const),
    limit: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
    offset: fc.nat(1_000_000),
    search: anyText.map((text) => text.trim().slice(0, 50).trim()),
  })
  .map(({ search, ...order }) => ({ ...order, ...(search ? { search } : {}) }));

interface Choice {
  query: StatsQuery;
  site: { id: number; timeZone: string; firstDay: string | null };
}

const anyChoice: fc.Arbitrary<Choice> = fc
  .record({
    now: anyNow,
    zone: fc.constantFrom(...zones),
    period: fc.constantFrom(...periods),
    firstDaysAgo: fc.option(fc.integer({ min: -3, max: 3_000 })),
    // Of a custom period: some days, or some whole months.
    areMonths: fc.boolean(),
    fromAgo: fc.oneof(fc.nat(36), fc.nat(4_000)),
    length: fc.oneof(fc.integer({ min: 1, max: 36 }), fc.integer({ min: 1, max: 4_000 })),
    compare: fc.constantFrom<(Comparison["kind"] | null)[]>(...comparisonKinds, "custom", null),
    compareDaysAgo: fc.nat(4_000),
    interval: fc.nat(9),
    filters: fc.uniqueArray(anyFilter, { maxLength: 10, selector: formatFilter }),
    order: anyOrder,
  })
  .map(({ now, zone, period, filters, order, ...any }) => {
    const today = dayIn(zone, now);
    const firstDay = any.firstDaysAgo === null ? null : addDays(today, -any.firstDaysAgo);
    const site = { id: 7, timeZone: zone, firstDay };
    const { areMonths, fromAgo, length } = any;
    const from = areMonths ? monthStart(today, -(fromAgo % 150)) : addDays(today, -fromAgo);
    const to = areMonths ? monthStart(from, length % 150 || 1) : addDays(from, length);
    const { range } =
      period === "custom"
        ? { range: { from, to: [to, addDays(today, 367)].sort()[0] ?? to } }
        : parseQuery(new URLSearchParams({ period }), site, now);
    const first = addDays(today, -any.compareDaysAgo);
    const choices = intervalsFor({ period, range });
    const query: StatsQuery = {
      siteId: site.id,
      zone,
      period,
      range,
      since: period === "live" ? liveSince(now) : null,
      comparison:
        any.compare && hasNeighbours(period)
          ? { kind: any.compare, range: comparisonRange(any.compare, range, today, first) }
          : null,
      interval: choices[any.interval % choices.length] ?? "day",
      filters,
      order,
      now,
    };
    return { query, site };
  });

const throughAddress = ({ query, site }: Choice): StatsQuery =>
  parseQuery(new URLSearchParams(queryToParams(query).toString()), site, query.now);

describe("a query's address", () => {
  test("is read as the query it was written from, at any time and in any zone", () => {
    fc.assert(
      fc.property(anyChoice, (choice) => {
        expect(throughAddress(choice)).toEqual(choice.query);
      }),
      { numRuns: 1_000 },
    );
  });

  test("is read as the same after a step to an earlier or later period", () => {
    fc.assert(
      fc.property(anyChoice, fc.constantFrom<(-1 | 1)[]>(-1, 1), ({ query, site }, step) => {
        const stepped = stepQuery(query, step);
        if (!stepped) return;
        expect(throughAddress({ query: stepped, site })).toEqual(stepped);
      }),
      { numRuns: 500 },
    );
  });

  test("has days that the site's clock is on, from 2000 to a year ahead", () => {
    fc.assert(
      fc.property(anyChoice, ({ query, site }) => {
        const { range, since, now } = throughAddress({ query, site });
        const today = dayIn(site.timeZone, now);
        expect(range.from < range.to && range.from <= today).toBe(true);
        expect(range.from >= earliestDay && range.to <= addDays(today, 367)).toBe(true);
        if (since) expect(range.from).toBe(dayIn(site.timeZone, since));
      }),
    );
  });
});
