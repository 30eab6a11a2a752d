import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import postgres from "postgres";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { eventOf, makeSite, storeEvents } from "#test/support/events.ts";
import { type Projector, startProjector } from "./projector.ts";
import { settleProjections } from "./settle.ts";

/** It looks by itself once a second; a slow machine, which has to connect anew, takes its time. */
const patienceMs = 20_000;

let database: TestDatabase;
let siteId: number;
let projectors: Projector[] = [];
const lines: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  siteId = await makeSite(database.work, "shop.example");
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.work`truncate events, visits, pending, stale_days, daily_lists, day_versions`;
  lines.length = 0;
});
afterEach(async () => {
  await Promise.all(projectors.map((projector) => projector.stop()));
  projectors = [];
});

function start(): Projector {
  const projector = startProjector({ database, log: (line) => lines.push(line) });
  projectors.push(projector);
  return projector;
}

const now = () => new Date().toISOString();
const store = (visitor: number) =>
  storeEvents(database.collector, [eventOf({ site_id: siteId, ts: now(), visitor })]);

async function countVisitors(): Promise<number> {
  const [row] = await database.reports<{ visitors: number }[]>`
    select coalesce(sum(visitors), 0)::int as visitors from daily where dimension = 'total'
  `;
  return row?.visitors ?? 0;
}

async function waitForVisitors(visitors: number): Promise<number> {
  const startedAt = performance.now();
  while ((await countVisitors()) !== visitors) {
    if (performance.now() - startedAt > patienceMs)
      throw new Error(`${await countVisitors()} visitors after ${patienceMs} ms, not ${visitors}`);
    await Bun.sleep(10);
  }
  return performance.now() - startedAt;
}

/** The connections that hold an advisory lock of their session: the leader's. */
async function readLeaders(): Promise<number[]> {
  const rows = await database.work<{ pid: number }[]>`
    select pid
    from pg_locks
    join pg_database on pg_database.oid = pg_locks.database
    where locktype = 'advisory' and objid = 7301002 and granted and datname = current_database()
  `;
  return rows.map((row) => row.pid);
}

describe("startProjector", () => {
  test("counts an event within a fraction of a second of being woken", async () => {
    const projector = start();
    await store(1);
    await waitForVisitors(1);
    let fastestMs = Number.POSITIVE_INFINITY;
    // The fastest of some, since the machine may do something else meanwhile.
    for (let visitor = 2; visitor <= 20 && fastestMs >= 500; visitor++) {
      // A day that was computed rests for a second, but not that of another site.
      const site_id = await makeSite(database.work, `site${visitor}.example`);
      // By then it rests, and would look by itself seven tenths of a second later.
      await Bun.sleep(300);
      await storeEvents(database.collector, [eventOf({ site_id, ts: now() })]);
      projector.wake();
      fastestMs = Math.min(fastestMs, await waitForVisitors(visitor));
    }
    expect(fastestMs).toBeLessThan(500);
  });

  test("counts what another server stored, without being woken", async () => {
    start();
    await Bun.sleep(100);
    await store(1);
    await waitForVisitors(1);
  });

  test("computes a day no more than once a second, and its last state in the end", async () => {
    const projector = start();
    const seen = new Set<number>();
    const startedAt = performance.now();
    for (let visitor = 1; visitor <= 40; visitor++) {
      await store(visitor);
      projector.wake();
      await Bun.sleep(20);
      seen.add(await countVisitors());
    }
    const tookMs = performance.now() - startedAt;
    expect(seen.size).toBeLessThanOrEqual(2 + Math.ceil(tookMs / 1_000));
    await waitForVisitors(40);
  });

  test("settles at once whatever was stored before", async () => {
    const projector = start();
    for (const visitor of [1, 2, 3]) {
      await store(visitor);
      await projector.settle();
      expect(await countVisitors()).toBe(visitor);
    }
  });

  test("leads alone, and another takes over when it stops", async () => {
    const first = start();
    await store(1);
    await waitForVisitors(1);
    const [leader] = await readLeaders();
    start();
    await Bun.sleep(200);
    expect(await readLeaders()).toEqual([leader ?? 0]);
    await first.stop();
    await store(2);
    await waitForVisitors(2);
    expect(await readLeaders()).not.toEqual([leader ?? 0]);
  });

  test("goes on after the loss of its connection, and says so once", async () => {
    start();
    await store(1);
    await waitForVisitors(1);
    for (const visitor of [2, 3]) {
      const [leader = 0] = await readLeaders();
      await database.work`select pg_terminate_backend(${leader})`;
      await store(visitor);
      await waitForVisitors(visitor);
    }
    expect(lines.length).toBeLessThanOrEqual(2);
    expect(lines[0]).toContain("Counting has paused");
  });

  test("goes on after losing its connection in the middle of a step", async () => {
    const event = { site_id: siteId, ts: now() };
    await storeEvents(database.work, [eventOf({ ...event, visitor: 0 })]);
    await settleProjections(database.work);
    // In the middle of its work the step waits for a visit that somebody holds.
    const held = Promise.withResolvers<void>();
    const over = Promise.withResolvers<void>();
    const holding = database.reports.begin(async (tx) => {
      await tx`select from visits where visitor = 0 for update`;
      held.resolve();
      await over.promise;
    });
    await held.promise;
    await storeEvents(
      database.work,
      Array.from({ length: 4_000 }, (_, visitor) => eventOf({ ...event, visitor })),
    );
    start();
    const killed = new Set<number>();
    const deadline = performance.now() + patienceMs;
    while (killed.size < 2 && performance.now() < deadline) {
      const rows = await database.work<{ pid: number }[]>`
        select pid, pg_terminate_backend(pid)
        from pg_stat_activity
        where datname = current_database() and state = 'active'
          and query like '%delete from pending%'
          and pid <> pg_backend_pid()
      `;
      for (const { pid } of rows) killed.add(pid);
      await Bun.sleep(5);
    }
    over.resolve();
    await holding;
    await waitForVisitors(4_000);
    expect(killed.size).toBe(2);
  });

  test("leaves the other days alone when one cannot be computed", async () => {
    await database.work`
      create function refuse() returns trigger language plpgsql as $$
      begin
        if new.site_id < 0 then raise exception 'refused'; end if;
        return new;
      end $$
    `;
    await database.work`
      create trigger refuse before insert on daily_lists for each row execute function refuse()
    `;
    await database.work`
      insert into sites (id, key, domain, name, time_zone)
      overriding system value
      values (-1, 'badbadbadbad', 'bad.example', 'bad', 'UTC')
    `;
    const projector = start();
    await storeEvents(database.work, [eventOf({ site_id: -1, ts: now() })]);
    await store(1);
    projector.wake();
    await waitForVisitors(1);
    await Bun.sleep(100);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("of site -1 cannot be computed");
  });

  test("stops at once while the database is away", async () => {
    const projector = startProjector({
      database: { work: postgres("postgres://127.0.0.1:1/none") },
      log: (line) => lines.push(line),
    });
    // One line of each leader.
    const deadline = performance.now() + patienceMs;
    while (lines.length < 2 && performance.now() < deadline) await Bun.sleep(10);
    const startedAt = performance.now();
    await projector.stop();
    // It rests for a second between two attempts; what hangs is given up after five.
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    expect(lines).toHaveLength(2);
  });
});
