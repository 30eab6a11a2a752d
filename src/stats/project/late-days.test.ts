import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import fc from "fast-check";
import { blankRow, type EventRow } from "#src/collect/event-row.ts";
import { storeRows } from "#src/collect/store.ts";
import { addDays, type Day } from "#src/lib/time.ts";
import { packFinishedDays } from "#src/stats/segments/shelf.ts";
import { type EventFields, eventIn, makeSite, storeEvents } from "#test/support/events.ts";
import { setZoneStage, type ZoneStage } from "#test/support/zone-stage.ts";
import { type Projector, startProjector } from "./projector.ts";

const maxMs = 120_000;
const zone = "Europe/Paris";
/** Long ago: the clocks went forward in the night to the third day, and a month ended on the fifth. */
const firstDay = "2026-03-27";
const range = { from: firstDay, to: addDays(firstDay, 7) };
let stage: ZoneStage;
let otherId: number;
let projector: Projector;

beforeAll(async () => {
  stage = await setZoneStage();
  otherId = await makeSite(stage.database.work, "blog.example", zone);
}, maxMs);
afterAll(() => stage.database.drop());
afterEach(() => projector.stop());

const anyEvent = fc.record({
  isLate: fc.boolean(),
  isOther: fc.constantFrom(false, false, false, true),
  visitor: fc.integer({ min: 1, max: 3 }),
  id: fc.integer({ min: 1, max: 1_000_000 }),
  minute: fc.nat(6 * 24 * 60),
  seenMinutes: fc.constantFrom(0, 1, 20, 31, 90),
  kind: fc.constantFrom("pageview", "pageview", "custom"),
  path: fc.constantFrom("/", "/a", "/b"),
  source: fc.constantFrom("", "Google"),
  country: fc.constantFrom("FR", ""),
  name: fc.constantFrom("", "order"),
});
const anyEvents = fc.uniqueArray(anyEvent, { selector: ({ id }) => id, maxLength: 40 });

function stored({ isLate: _, isOther, minute, seenMinutes, ...event }: Given): EventFields {
  const at = Date.parse(`${firstDay}T00:00:00Z`) + minute * 60_000;
  return eventIn(zone, {
    ...event,
    site_id: isOther ? otherId : stage.siteId,
    ts: new Date(at).toISOString(),
    last_seen_at: new Date(at + seenMinutes * 60_000).toISOString(),
  });
}
type Given = typeof anyEvent extends fc.Arbitrary<infer T> ? T : never;

/** The event as the collector has it. */
function rowOf(event: EventFields): EventRow {
  return {
    ...blankRow(),
    ...event,
    kind: event.kind as EventRow["kind"],
    visitor: `${event.visitor}`,
    id: `${event.id}`,
    props: null,
    ts: Date.parse(event.ts),
    last_seen_at: Date.parse(event.last_seen_at),
  };
}

/** What there is of days that no event is late for, with the versions of their figures. */
async function readOthers(late: readonly EventFields[]): Promise<string[]> {
  const { work } = stage.database;
  const days = late.map(({ site_id, day }) => `${site_id} ${day}`);
  const rows = await work<{ line: string }[]>`
    select line
    from (
      select site_id, day, 'event ' || events::text as line from events
      union all
      select site_id, day, 'visit ' || visits::text from visits
      union all
      select site_id, day, 'list ' || daily::text from daily
      union all
      select site_id, day, 'version ' || day_versions::text from day_versions
    ) row
    where site_id || ' ' || day <> all (${days})
    order by line
  `;
  return rows.map(({ line }) => line);
}

describe("days that a drained spool brings", () => {
  test(
    "are counted as they come, in whatever order and however often, and no other day is",
    async () => {
      await fc.assert(
        fc.asyncProperty(
          anyEvents.chain((given) =>
            fc.record({
              given: fc.constant(given),
              // Each twice and the early ones too, of which the server did not know what had arrived.
              order: fc.shuffledSubarray([...given, ...given], { minLength: 2 * given.length }),
              portion: fc.integer({ min: 1, max: 9 }),
            }),
          ),
          async ({ given, order, portion }) => {
            const early = given.filter(({ isLate }) => !isLate).map(stored);
            await stage.store(early, zone);
            await packFinishedDays(stage.database.work, new Date());
            await stage.compare(of(early), zone, range);
            const late = given.filter(({ isLate }) => isLate).map(stored);
            const before = await readOthers(late);

            projector = startProjector({ database: stage.database, log: () => {} });
            const drained = order.map(stored);
            for (let at = 0; at < drained.length; at += portion) {
              await storeRows(stage.database.collector, drained.slice(at, at + portion).map(rowOf));
              projector.wake();
            }
            await projector.settle();
            await projector.stop();
            expect(await readOthers(late)).toEqual(before);
            await stage.compare(of(given.map(stored)), zone, range);
          },
        ),
        { numRuns: Number(Bun.env.ORACLE_RUNS ?? 15) },
      );
    },
    maxMs,
  );

  test("are counted within seconds by a server that is at work on today", async () => {
    const days: Day[] = [firstDay, addDays(firstDay, 4), addDays(firstDay, 5)];
    const eventsAt = (hour: string) =>
      days.map((day) => eventIn(zone, { site_id: stage.siteId, ts: `${day}T${hour}:00:00Z` }));
    const early = eventsAt("10");
    await stage.store(early, zone);
    projector = startProjector({ database: stage.database, log: () => {} });
    const late = eventsAt("15").toReversed();
    await storeEvents(stage.database.collector, late);
    projector.wake();
    await waitUntilCounted();
    await stage.compare([...early, ...late], zone, range);
  });
});

/** The events of the site that is compared. */
function of(events: readonly EventFields[]): EventFields[] {
  return events.filter(({ site_id }) => site_id === stage.siteId);
}

async function waitUntilCounted(): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (performance.now() < deadline) {
    const [row] = await stage.database.work`
      select (select count(*) from pending) + (select count(*) from stale_days) as waiting
    `;
    if (Number(row?.waiting) === 0) return;
    await Bun.sleep(20);
  }
  throw new Error("the late events are not counted after twenty seconds");
}
