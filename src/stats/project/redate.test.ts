import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { Sql } from "#src/db/client.ts";
import { addDays } from "#src/lib/time.ts";
import type { DayRange } from "#src/stats/period.ts";
import { type EventFields, eventIn } from "#test/support/events.ts";
import { redated, setZoneStage, type ZoneStage } from "#test/support/zone-stage.ts";
import { rebuild } from "./rebuild.ts";
import { settleProjections } from "./settle.ts";

const maxMs = 240_000;
const zones = [
  "Europe/Paris",
  "America/New_York",
  "Australia/Lord_Howe",
  "Pacific/Kiritimati",
] as const;
/** Days around which the clocks change in one of the zones; some at the end of a month. */
const firstDays = [
  ...(["2026-03-06", "2026-03-27", "2026-04-03"] as const),
  ...(["2026-10-02", "2026-10-23", "2026-10-30"] as const),
];
let stage: ZoneStage;

beforeAll(async () => {
  stage = await setZoneStage();
}, maxMs);
afterAll(() => stage.database.drop());

/** Three days of one zone; whoever comes at midnight is the same visitor on both sides of it. */
const anyLog = fc.record({
  zone: fc.constantFrom(...zones),
  firstDay: fc.constantFrom(...firstDays),
  other: fc.constantFrom(...zones),
  fields: fc.uniqueArray(
    fc.record({
      visitor: fc.integer({ min: 1, max: 3 }),
      id: fc.integer({ min: 1, max: 1_000_000 }),
      minute: fc.nat(3 * 24 * 60),
      seenMinutes: fc.constantFrom(0, 0, 1, 20, 31, 90, 400),
      kind: fc.constantFrom("pageview", "pageview", "pageview", "custom", "outbound"),
      path: fc.constantFrom("/", "/a", "/b"),
      source: fc.constantFrom("", "Google"),
      country: fc.constantFrom("FR", ""),
      name: fc.constantFrom("", "order"),
      target: fc.constantFrom("", "https://a.example/"),
      engaged_ms: fc.nat(60_000),
    }),
    { selector: ({ id }) => id, maxLength: 40 },
  ),
});
type Log = typeof anyLog extends fc.Arbitrary<infer T> ? T : never;

function eventsOf({ zone, firstDay, fields }: Log): EventFields[] {
  return fields.map(({ minute, seenMinutes, ...event }) => {
    const at = Date.parse(`${firstDay}T12:00:00Z`) + minute * 60_000;
    return eventIn(zone, {
      ...event,
      site_id: stage.siteId,
      ts: new Date(at).toISOString(),
      last_seen_at: new Date(at + seenMinutes * 60_000).toISOString(),
      engaged_ms: event.kind === "pageview" ? event.engaged_ms : 0,
    });
  });
}

const rangeOf = ({ firstDay }: Log): DayRange => ({
  from: addDays(firstDay, -3),
  to: addDays(firstDay, 9),
});

/** A client that fails for good after so many statements, as if the process had been killed. */
function killedAfter(statements: number): Sql {
  let left = statements;
  const count = () => {
    left -= 1;
    if (left < 0) throw new Error("killed");
  };
  return new Proxy(stage.database.work, {
    apply: (target, self, words) => {
      count();
      return Reflect.apply(target, self, words);
    },
    get: (target, name) => {
      if (name === "begin") count();
      return Reflect.get(target, name);
    },
  });
}

describe("rebuild after a site's time zone was corrected", () => {
  test(
    "gives the figures of plain counting by the new zone, once and twice, and of the old one again",
    async () => {
      await fc.assert(
        fc.asyncProperty(anyLog, async (log) => {
          const events = eventsOf(log);
          await stage.store(events, log.zone);
          await stage.setZone(log.other);
          await rebuild(stage.database, { siteIds: [stage.siteId] });
          const moved = redated(events, log.other);
          await stage.compare(moved, log.other, rangeOf(log));
          const once = await stage.readTables();
          await rebuild(stage.database, { siteIds: [stage.siteId] });
          expect(await stage.readTables()).toEqual(once);
          await stage.setZone(log.zone);
          await rebuild(stage.database, { siteIds: [stage.siteId] });
          await stage.compare(redated(moved, log.zone), log.zone, rangeOf(log));
        }),
        { numRuns: Number(Bun.env.ORACLE_RUNS ?? 15) },
      );
    },
    maxMs,
  );

  test(
    "may be killed anywhere: what is left is counted, and the next run completes it",
    async () => {
      await fc.assert(
        fc.asyncProperty(anyLog, fc.array(fc.nat(150), { maxLength: 3 }), async (log, kills) => {
          const events = eventsOf(log);
          await stage.store(events, log.zone);
          await stage.setZone(log.other);
          for (const statements of kills) {
            const work = killedAfter(statements);
            await rebuild({ work }, {}).catch((error: Error) =>
              expect(error.message).toBe("killed"),
            );
            // A server that is running goes on with what is in the outbox, or does so later.
            if (statements % 2 === 0) await settleProjections(stage.database.work);
            const [row] = await stage.database.work`select count(*)::int as kept from events`;
            expect(row?.kept).toBe(events.length);
          }
          await rebuild(stage.database, {});
          await stage.compare(redated(events, log.other), log.other, rangeOf(log));
        }),
        { numRuns: Number(Bun.env.ORACLE_RUNS ?? 15) },
      );
    },
    maxMs,
  );
});
