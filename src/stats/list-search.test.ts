import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import fc from "fast-check";
import { ensurePartitionsBetween } from "#src/db/partitions.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { type EventFields, eventOf, makeSite, storeEvents } from "#test/support/events.ts";
import { panelOf, visitsOf } from "#test/support/oracle.ts";
import { type ListOrder, rates } from "./list-order.ts";
import { settleProjections } from "./project/settle.ts";
import { type ListRow, readReport } from "./report.ts";

const maxMs = 120_000;
const day = "2026-10-20";
const range = { from: day, to: "2026-10-21" };
const lists = ["path", "source", "country", "kind"] as const;
let database: TestDatabase;
let siteId: number;

beforeAll(async () => {
  database = await createTestDatabase();
  await ensurePartitionsBetween(database.work, new Date("2026-10-01"), new Date());
  siteId = await makeSite(database.work, "shop.example");
}, maxMs);
afterAll(() => database.drop());

const anyEvents = fc.uniqueArray(
  fc
    .record({
      visitor: fc.integer({ min: 1, max: 5 }),
      id: fc.integer({ min: 1, max: 1_000_000 }),
      minute: fc.nat(1_000),
      kind: fc.constantFrom("pageview", "pageview", "pageview", "tel", "outbound"),
      path: fc.constantFrom("/", "/a", "/A/b", "/Été", "/100%", "/a_b", "/b\\c"),
      source: fc.constantFrom("", "Google", "Bing", "google.example"),
      country: fc.constantFrom("FR", "DE", "GB", ""),
      engaged_ms: fc.nat(60_000),
      scroll: fc.nat(100),
    })
    .map(({ minute, ...fields }): EventFields => {
      const isView = fields.kind === "pageview";
      const ts = new Date(Date.parse(`${day}T00:00:00Z`) + minute * 60_000).toISOString();
      return eventOf({
        ...fields,
        ...{ site_id: siteId, day, ts, last_seen_at: ts },
        engaged_ms: isView ? fields.engaged_ms : 0,
        scroll: isView ? fields.scroll : 0,
      });
    }),
  { selector: ({ id }) => id, minLength: 5, maxLength: 40 },
);

const anyOrder = fc.record({
  by: fc.constantFrom(...(Object.keys(rates) as (keyof typeof rates)[]), "value" as const),
  direction: fc.constantFrom("asc" as const, "desc" as const),
  offset: fc.nat(2),
  search: fc.constantFrom("", "a", "A", "é", "%", "_", "\\", "oo", "GOOGLE", "r", "none"),
  named: fc.subarray(["", "DE", "tel", "/", "nowhere"]),
});

/** The same with plain arrays. */
function searched(rows: readonly ListRow[], { by, direction, search, named }: Required<ListOrder>) {
  const sign = direction === "asc" ? 1 : -1;
  const byValue = (a: ListRow, b: ListRow) => (a.value < b.value ? -1 : 1);
  const measureOf = (row: ListRow) => {
    if (!(by in rates)) return 0;
    const [part, whole] = rates[by as keyof typeof rates];
    return row[whole] === 0 ? 0 : row[part] / row[whole];
  };
  return rows
    .filter(
      ({ value }) =>
        search === "" ||
        value.toLowerCase().includes(search.toLowerCase()) ||
        named.includes(value),
    )
    .toSorted((a, b) =>
      by === "value"
        ? sign * byValue(a, b)
        : sign * (measureOf(a) - measureOf(b)) ||
          b.visitors - a.visitors ||
          b.pageviews - a.pageviews ||
          b.events - a.events ||
          byValue(a, b),
    );
}

describe("a list that is searched and ordered by a rate or by its values", () => {
  test(
    "has what plain counting, filtering and sorting leave",
    async () => {
      await fc.assert(
        fc.asyncProperty(
          anyEvents,
          fc.array(anyOrder, { minLength: 4, maxLength: 4 }),
          fc.integer({ min: 1, max: 4 }),
          async (events, orders, limit) => {
            await database.work`
              truncate events, visits, pending, stale_days, daily_lists, day_versions, day_segments
            `;
            await storeEvents(database.work, events);
            await settleProjections(database.work);
            const scope = { siteId, zone: "UTC", range, filters: [] };
            for (const order of orders) {
              const question = { lists, grain: "day", limit, order } as const;
              const { panels, totals } = await readReport(database.reports, scope, question);
              // A search leaves the totals, of which shares are made, as they are.
              expect(totals.visitors).toBe(new Set(events.map(({ visitor }) => visitor)).size);
              for (const list of lists) {
                const all = searched(panelOf(visitsOf(events), list), { ...order, limit });
                expect([list, order, panels.get(list)]).toEqual([
                  list,
                  order,
                  {
                    values: all.length,
                    rows: all.slice(order.offset, order.offset + limit),
                  },
                ]);
              }
            }
          },
        ),
        { numRuns: 20 },
      );
    },
    maxMs,
  );
});
