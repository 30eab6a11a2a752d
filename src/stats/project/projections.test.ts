import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import fc from "fast-check";
import { ensurePartitionsBetween } from "#src/db/partitions.ts";
import { addDays } from "#src/lib/time.ts";
import { wholeScope } from "#src/stats/scope.ts";
import { readTotals } from "#src/stats/totals.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { eventIn, makeSite, storeEvents } from "#test/support/events.ts";
import { readPanels } from "#test/support/lists.ts";
import { figuresOf, panelOf, visitsOf } from "#test/support/oracle.ts";
import { recomputeDay } from "./daily.ts";
import { rebuild } from "./rebuild.ts";
import { settleProjections } from "./settle.ts";
import { projectPending } from "./visits.ts";

const zones = ["Europe/Paris", "America/New_York"];
const firstDay = "2026-10-24";
const range = { from: firstDay, to: addDays(firstDay, 5) };
let database: TestDatabase;
let sites: number[];

beforeAll(async () => {
  database = await createTestDatabase();
  await ensurePartitionsBetween(database.work, new Date("2026-10-01"), new Date("2026-11-01"));
  sites = await Promise.all(
    zones.map((zone, index) => makeSite(database.work, `site${index}.example`, zone)),
  );
});
afterAll(() => database.drop());

/** Two days and more around the night in which Paris puts its clocks back. */
const anyEvent = fc
  .record({
    site: fc.nat(1),
    visitor: fc.integer({ min: 1, max: 3 }),
    id: fc.integer({ min: 1, max: 1_000_000 }),
    minute: fc.nat(3 * 24 * 60),
    seenMinutes: fc.constantFrom(0, 0, 1, 20, 31, 90),
    kind: fc.constantFrom("pageview", "pageview", "pageview", "custom", "outbound", "form"),
    path: fc.constantFrom("/", "/a", "/b", "/c"),
    source: fc.constantFrom("", "Google", "Bing"),
    country: fc.constantFrom("FR", "DE", ""),
    name: fc.constantFrom("", "order"),
    engaged_ms: fc.nat(60_000),
  })
  .map(({ site, minute, seenMinutes, ...fields }) => {
    const at = Date.parse(`${firstDay}T12:00:00Z`) + minute * 60_000;
    return eventIn(zones[site] ?? "", {
      ...fields,
      site_id: sites[site] ?? 0,
      ts: new Date(at).toISOString(),
      last_seen_at: new Date(at + seenMinutes * 60_000).toISOString(),
      engaged_ms: fields.kind === "pageview" ? fields.engaged_ms : 0,
    });
  });
const anyEvents = fc.uniqueArray(anyEvent, { selector: (event) => event.id, maxLength: 40 });
/** What happens between the arrivals of events: nothing, a batch, a day, everything. */
const anySteps = fc.array(fc.constantFrom("none", "batch", "day", "all"), { maxLength: 8 });

async function clear() {
  await database.work`truncate events, visits, pending, stale_days, daily_lists, day_versions, day_segments`;
}

async function takeStep(step: string) {
  if (step === "batch") await projectPending(database.work, 2);
  if (step === "all") await settleProjections(database.work);
  if (step === "day")
    await recomputeDay(database.work, { siteId: sites[0] ?? 0, day: addDays(firstDay, 1) });
}

/** Every row of both projections as text, in order. */
async function readTables(): Promise<string[]> {
  const rows = await database.work<{ line: string }[]>`
    select 'visit ' || visits::text as line from visits
    union all
    select 'day ' || daily::text from daily
    order by line
  `;
  return rows.map((row) => row.line);
}

const byValue = (a: { value?: string | undefined }, b: { value?: string | undefined }) =>
  (a.value ?? "").localeCompare(b.value ?? "");

describe("the projections", () => {
  test("are the same in whatever order, portions and repetitions events arrive", async () => {
    await fc.assert(
      fc.asyncProperty(
        anyEvents.chain((events) =>
          fc.record({
            events: fc.constant(events),
            arrivals: fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }),
            steps: anySteps,
          }),
        ),
        async ({ events, arrivals, steps }) => {
          await clear();
          if (events.length > 0) await storeEvents(database.work, events);
          await settleProjections(database.work);
          const atOnce = await readTables();
          await clear();
          const portion = Math.ceil(arrivals.length / (steps.length + 1)) || 1;
          for (let first = 0; first < arrivals.length; first += portion) {
            for (const event of arrivals.slice(first, first + portion))
              await storeEvents(database.work, [event]);
            await takeStep(steps[first / portion] ?? "none");
          }
          await settleProjections(database.work);
          expect(await readTables()).toEqual(atOnce);
          await rebuild(database, {});
          expect(await readTables()).toEqual(atOnce);
        },
      ),
      { numRuns: 15 },
    );
  }, 60_000);

  test("say what plain counting says", async () => {
    await fc.assert(
      fc.asyncProperty(anyEvents, async (events) => {
        await clear();
        if (events.length > 0) await storeEvents(database.work, events);
        await settleProjections(database.work);
        for (const siteId of sites) {
          const visits = visitsOf(events.filter((event) => event.site_id === siteId));
          expect(
            await readTotals(database.work, wholeScope({ id: siteId, timeZone: "UTC" }, range)),
          ).toEqual(figuresOf(visits));
          const panels = await readPanels(database.work, {
            scope: wholeScope({ id: siteId, timeZone: "UTC" }, range),
            dimensions: ["source", "country"],
            limit: 100,
          });
          for (const name of ["source", "country"] as const)
            expect(panels[name].rows.toSorted(byValue)).toEqual(
              panelOf(visits, name).toSorted(byValue) as never,
            );
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  test("add up alike over the hours, the pages and the whole day", async () => {
    await fc.assert(
      fc.asyncProperty(anyEvents, async (events) => {
        await clear();
        if (events.length > 0) await storeEvents(database.work, events);
        await settleProjections(database.work);
        const rows = await database.work`
          select site_id, day::text,
                 sum(visits) filter (where dimension = 'total')::int as visits,
                 sum(visits) filter (where dimension = 'hour')::int as hour_visits,
                 sum(pageviews) filter (where dimension = 'total')::int as pageviews,
                 sum(pageviews) filter (where dimension = 'hour')::int as hour_pageviews,
                 coalesce(sum(pageviews) filter (where dimension = 'path'), 0)::int
                   as path_pageviews,
                 sum(events) filter (where dimension = 'total')::int as events,
                 sum(events) filter (where dimension = 'hour')::int as hour_events,
                 coalesce(sum(events) filter (where dimension = 'kind'), 0)::int as kind_events
          from daily
          group by site_id, day
        `;
        for (const row of rows) {
          expect(row.hour_visits).toBe(row.visits);
          expect([row.hour_pageviews, row.path_pageviews]).toEqual([row.pageviews, row.pageviews]);
          expect([row.hour_events, row.kind_events]).toEqual([row.events, row.events]);
        }
        const total = rows.reduce((sum, row) => sum + row.pageviews + row.events, 0);
        expect(total).toBe(events.length);
      }),
      { numRuns: 20 },
    );
  }, 60_000);
});
