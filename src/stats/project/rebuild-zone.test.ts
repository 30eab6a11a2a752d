import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { blankRow, type EventRow } from "#src/collect/event-row.ts";
import { storeRows } from "#src/collect/store.ts";
import { eventIn, storeEvents } from "#test/support/events.ts";
import { redated, setZoneStage, type ZoneStage } from "#test/support/zone-stage.ts";
import { startProjector } from "./projector.ts";
import { rebuild } from "./rebuild.ts";

const maxMs = 120_000;
let stage: ZoneStage;

beforeAll(async () => {
  stage = await setZoneStage();
}, maxMs);
afterAll(() => stage.database.drop());

describe("rebuild after a correction of the zone", () => {
  // The first visit lasts from day 10 in Paris, or 11 in Kiritimati, to the end of that day in
  // Kiritimati; the second follows ten minutes later and is of day 11, or 12.
  test.each([
    ["Europe/Paris", "Pacific/Kiritimati", ["2026-11-11", "2026-11-12"]],
    ["Pacific/Kiritimati", "Europe/Paris", ["2026-11-10", "2026-11-11"]],
  ])(
    "keeps two visits apart that go from two days in %s to two in %s",
    async (zone, other, days) => {
      const first = { ts: "2026-11-10T22:50:00Z", last_seen_at: "2026-11-11T10:00:00Z" };
      const events = [first, { ts: "2026-11-11T10:10:00Z" }].map((of) =>
        eventIn(zone, { site_id: stage.siteId, ...of }),
      );
      await stage.store(events, zone);
      await stage.setZone(other);
      await rebuild(stage.database, {});
      const visits = await stage.database.work`select day::text from visits order by day`;
      expect(visits.map(({ day }) => day)).toEqual(days);
    },
  );

  test("makes the month that a visit goes to, should there be none", async () => {
    await stage.database.work`drop table if exists events_2025_12, visits_2025_12`;
    const events = [eventIn("Europe/Paris", { site_id: stage.siteId, ts: "2025-12-31T23:30:00Z" })];
    await stage.store(events, "Europe/Paris");
    await stage.setZone("America/New_York");
    await rebuild(stage.database, {});
    const range = { from: "2025-12-30", to: "2026-01-03" };
    await stage.compare(redated(events, "America/New_York"), "America/New_York", range);
    expect(await stage.countRows("events_2025_12")).toBe(1);
  });

  test("makes one row of two messages of a view, as the collector does", async () => {
    const blank = { ...blankRow(), site_id: stage.siteId, visitor: "5", id: "7", path: "/" };
    const view = (fields: Partial<EventRow>): EventRow => ({
      ...blank,
      ts: Date.parse("2026-11-10T20:00:00Z"),
      last_seen_at: Date.parse("2026-11-10T20:05:00Z"),
      ...fields,
    });
    const late = Date.parse("2026-11-10T20:00:01Z");
    const messages = [
      view({ seq: 2, scroll: 40, engaged_ms: 9_000 }),
      view({ seq: 5, scroll: 30, engaged_ms: 4_000, ts: late, last_seen_at: late + 900_000 }),
      view({ id: "8", kind: "custom", name: "order", props: '{"seats": 3}', ts: late }),
    ];
    const readEvents = async () => [
      ...(await stage.database.work`select events::text as row from events order by id`),
    ];
    const zone = "Pacific/Kiritimati";
    for (const [other, day] of [
      ["2026-11-10", "2026-11-11"],
      ["2026-11-11", "2026-11-10"],
    ] as const) {
      await stage.store([], zone);
      const days = [other, day, day];
      await storeRows(
        stage.database.work,
        messages.map((row) => ({ ...row, day: "2026-11-11" })),
      );
      const expected = await readEvents();
      await stage.store([], zone);
      for (const [at, row] of messages.entries())
        await storeRows(stage.database.work, [{ ...row, day: days[at] ?? day }]);
      await rebuild(stage.database, {});
      expect(await readEvents()).toEqual(expected);
    }
  });

  test(
    "moves a large day in portions, beside a server that counts and is told more",
    async () => {
      const zone = "Europe/Paris";
      const other = "America/New_York";
      // Nobody here is there at midnight, so that a late message belongs to the day of its view.
      const events = Array.from({ length: 4_500 }, (_, at) =>
        eventIn(zone, {
          ...{ site_id: stage.siteId, visitor: at, id: at, path: `/${at % 50}` },
          ts: new Date(Date.parse("2026-11-10T23:30:00Z") + at * 7_000).toISOString(),
        }),
      );
      await stage.store(events, zone);
      await stage.setZone(other);
      const projector = startProjector({ database: stage.database, log: () => {} });
      const told = events.map((event) => ({ ...event, engaged_ms: 5_000 }));
      const rebuilding = rebuild(stage.database, {});
      for (let at = 0; at < told.length; at += 100) {
        await storeEvents(stage.database.collector, told.slice(at, at + 100));
        projector.wake();
      }
      await rebuilding;
      // What was stored under the old zone after its day was looked at is the next run's.
      await rebuild(stage.database, {});
      await projector.stop();
      expect(await stage.countRows("events")).toBe(events.length);
      const range = { from: "2026-11-09", to: "2026-11-13" };
      await stage.compare(redated(told, other), other, range);
    },
    maxMs,
  );

  test(
    "is completed after the loss of its connection in the middle of a portion",
    async () => {
      const events = Array.from({ length: 4_500 }, (_, at) =>
        eventIn("Europe/Paris", {
          ...{ site_id: stage.siteId, visitor: at, id: at, ts: "2026-11-10T23:30:00Z" },
        }),
      );
      await stage.store(events, "Europe/Paris");
      await stage.setZone("America/New_York");
      // The portion waits in its middle for an event that somebody holds.
      const held = Promise.withResolvers<void>();
      const over = Promise.withResolvers<void>();
      const holding = stage.database.collector.begin(async (tx) => {
        await tx`select from events where visitor = 1000 for update`;
        held.resolve();
        await over.promise;
      });
      await held.promise;
      let isOver = false;
      const rebuilding = rebuild(stage.database, {})
        .then(
          () => "completed",
          () => "lost",
        )
        .finally(() => {
          isOver = true;
        });
      let killed = 0;
      while (!isOver && killed === 0) {
        const rows = await stage.database.reports`
        select pg_terminate_backend(pid)
        from pg_stat_activity
        where datname = current_database() and state = 'active'
          and query like '%with misplaced%' and pid <> pg_backend_pid()
      `;
        killed += rows.length;
      }
      over.resolve();
      await holding;
      expect([killed, await rebuilding]).toEqual([1, "lost"]);
      await rebuild(stage.database, {});
      const range = { from: "2026-11-09", to: "2026-11-13" };
      await stage.compare(redated(events, "America/New_York"), "America/New_York", range);
    },
    maxMs,
  );
});
