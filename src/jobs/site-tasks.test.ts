import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { blankRow } from "#src/collect/event-row.ts";
import { createSalts } from "#src/collect/salts.ts";
import { storeRows } from "#src/collect/store.ts";
import { loadConfig } from "#src/config.ts";
import { inTransaction } from "#src/db/transaction.ts";
import { deleteSite } from "#src/sites/life-store.ts";
import type { Site } from "#src/sites/site.ts";
import { listAllSites } from "#src/sites/store.ts";
import { addTask, askRebuild, findLastTask } from "#src/sites/task-store.ts";
import { settleProjections } from "#src/stats/project/settle.ts";
import { wholeScope } from "#src/stats/scope.ts";
import { packFinishedDays } from "#src/stats/segments/shelf.ts";
import { readTotals } from "#src/stats/totals.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { eventOf, makeSite, storeEvents } from "#test/support/events.ts";
import { startSiteTasks } from "./site-tasks.ts";

const maxMs = 120_000;
const actor = { userId: 1, email: "anna@x.example", ip: "192.0.2.1" };
const config = loadConfig({}, {});

let database: TestDatabase;
let lines: string[] = [];
let sites = 0;
beforeAll(async () => {
  database = await createTestDatabase();
}, maxMs);
afterAll(() => database.drop(), maxMs);
beforeEach(() => {
  lines = [];
});

function start() {
  const log = (...line: unknown[]) => void lines.push(JSON.stringify(line));
  return startSiteTasks({ config, database, now: () => new Date(), log });
}

async function newSite(): Promise<Site> {
  sites += 1;
  const id = await makeSite(database.work, `s${sites}.example`);
  return siteOf(id);
}

async function siteOf(id: number): Promise<Site> {
  const site = (await listAllSites(database.orm)).find((one) => one.id === id);
  if (!site) throw new Error("there is no such site");
  return site;
}

/** Stores a visit of one page for each of so many visitors a day, and counts them. */
async function fill(siteId: number, { perDay, days }: { perDay: number; days: number }) {
  const { work } = database;
  await work`
    with written as (
      insert into events (site_id, day, visitor, id, ts, last_seen_at, kind, path, hostname)
      select ${siteId}, day, visitor, visitor * 1000 + ${siteId}, day + interval '10 hours',
             day + interval '10 hours', 'pageview', '/', 'shop.example'
      from generate_series(1, ${perDay}) visitor
      cross join generate_series(0, ${days - 1}) number
      cross join lateral (select date '2026-10-01' + number as day) as one
      returning site_id, day, visitor
    )
    insert into pending
    select *
    from written
  `;
  await settleProjections(work);
}

/** Puts a row of the site into every table that has a place for it. */
async function fillEverything(siteId: number): Promise<void> {
  const { work, orm } = database;
  await fill(siteId, { perDay: 3, days: 2 });
  await packFinishedDays(work, new Date());
  await createSalts(work).find({ id: siteId, timeZone: "UTC" }, today(), new Date());
  await work`insert into idempotency_keys values (${siteId}, 1, now())`;
  await work`insert into refusals values (${siteId}, ${today()}, 'bot', 1)`;
  const [user] = await work<{ id: number }[]>`
    insert into users (email, name, role)
    values (${`${siteId}@x.example`}, 'Bea', 'client')
    returning id
  `;
  await work`insert into user_sites values (${user?.id ?? 0}, ${siteId})`;
  await askRebuild(orm, { actor, site: await siteOf(siteId), now: new Date() });
}

/** Something that the projections have not come to yet. */
async function fillQueues(siteId: number): Promise<void> {
  await database.work`insert into pending values (${siteId}, '2026-10-01', 99)`;
  await database.work`insert into stale_days values (${siteId}, '2026-10-01')`;
}

const today = () => new Date().toISOString().slice(0, 10);

/** How many rows of a site each table has that knows sites; those without any are left out. */
async function rowsOf(siteId: number): Promise<Record<string, number>> {
  const { work } = database;
  const tables = await work<{ name: string }[]>`
    select relname as name
    from pg_attribute
    join pg_class on pg_class.oid = attrelid
    where attname = 'site_id'
      and relkind in ('r', 'p')
      and not relispartition
      and relnamespace = 'public'::regnamespace
  `;
  const found: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await work<{ rows: number }[]>`
      select count(*)::int as rows from ${work(name)} where site_id = ${siteId}
    `;
    if (row?.rows) found[name] = row.rows;
  }
  const sitesLeft = await work`select from sites where id = ${siteId}`;
  return sitesLeft.length > 0 ? { ...found, sites: 1 } : found;
}

async function visitorsOf({ id, timeZone }: Site): Promise<number> {
  const range = { from: "2026-09-01", to: "2027-01-01" };
  return (await readTotals(database.reports, wholeScope({ id, timeZone }, range))).visitors;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await Bun.sleep(20);
}

const isGone = async (id: number) => !(await rowsOf(id)).sites;

async function remove(site: Site): Promise<void> {
  await deleteSite(database.orm, { actor, site, now: new Date() });
}

/** Has a deleted site erased, until nothing of it is left. */
async function eraseByTask(siteId: number): Promise<void> {
  const tasks = start();
  tasks.wake();
  await until(() => isGone(siteId));
  await tasks.stop();
  expect(await rowsOf(siteId)).toEqual({});
  expect(lines).toEqual([]);
}

describe("the deletion of a site", () => {
  test(
    "leaves nothing in any table, and leaves other sites alone",
    async () => {
      const [site, other] = [await newSite(), await newSite()];
      await fillEverything(site.id);
      await fillEverything(other.id);
      await fillQueues(site.id);
      await fillQueues(other.id);
      const before = await rowsOf(other.id);
      expect(Object.keys(await rowsOf(site.id)).sort()).toEqual(
        [
          ...["daily_lists", "day_segments", "day_versions", "events", "idempotency_keys"],
          ...["pending", "refusals", "salts", "site_tasks", "sites", "stale_days", "user_sites"],
          "visits",
        ].sort(),
      );
      const visitors = await visitorsOf(other);
      await remove(site);
      await eraseByTask(site.id);
      // The other's rebuild was next, which empties the queues.
      const { pending: _pending, stale_days: _stale, ...kept } = before;
      expect(await rowsOf(other.id)).toMatchObject(kept);
      expect(await visitorsOf(other)).toBe(visitors);
    },
    maxMs,
  );

  test(
    "is told by two lines of the audit log: who deleted it, and what was erased",
    async () => {
      const site = await newSite();
      await fill(site.id, { perDay: 7, days: 3 });
      await remove(site);
      const tasks = start();
      tasks.wake();
      await until(() => isGone(site.id));
      await tasks.stop();
      const logs = await database.work`
        select action, actor_email, after
        from audit_logs
        where subject = ${site.domain}
        order by id
      `;
      expect(logs.map((log) => ({ ...log }))).toEqual([
        { action: "site.delete", actor_email: "anna@x.example", after: null },
        { action: "site.erase", actor_email: null, after: { events: 21 } },
      ]);
    },
    maxMs,
  );

  test(
    "of 100,000 events goes on after it was ended in the middle, and says how far it is",
    async () => {
      const [site, other] = [await newSite(), await newSite()];
      await fill(site.id, { perDay: 20_000, days: 5 });
      await fill(other.id, { perDay: 10, days: 5 });
      await remove(site);
      const first = start();
      first.wake();
      const progress = () => findLastTask(database.orm, site.id, "delete");
      await until(async () => ((await progress())?.done ?? 0) > 0);
      const stoppingAt = performance.now();
      await first.stop();
      // It ends with the slice that it is at; it is given up after five seconds.
      expect(performance.now() - stoppingAt).toBeLessThan(4_500);
      const halfway = await progress();
      expect(halfway).toMatchObject({ total: 100_000, finishedAt: null, error: null });
      expect(halfway?.done).toBeLessThan(100_000);
      const { events = 0 } = await rowsOf(site.id);
      expect(events).toBeGreaterThan(0);
      expect(lines).toEqual([]);

      const second = start();
      second.wake();
      await until(() => isGone(site.id));
      await second.stop();
      expect(await rowsOf(site.id)).toEqual({});
      expect(await visitorsOf(other)).toBe(50);
      const [log] = await database.work`
        select after from audit_logs where subject = ${site.domain} and action = 'site.erase'
      `;
      expect(log?.after).toEqual({ events: 100_000 });
    },
    maxMs,
  );

  test("takes nothing in that arrives late, while it is erased and afterwards", async () => {
    const [site, other] = [await newSite(), await newSite()];
    const row = (site_id: number) => {
      const ts = Date.parse("2026-10-02T10:00:00Z");
      const view = { day: "2026-10-02", visitor: "5", ts, last_seen_at: ts, path: "/" };
      return { ...blankRow(), ...view, site_id, id: String(site_id) };
    };
    await remove(site);
    await storeRows(database.collector, [row(site.id), row(other.id)]);
    expect(await rowsOf(site.id)).toEqual({ site_tasks: 1, sites: 1 });
    expect(await rowsOf(other.id)).toMatchObject({ events: 1, pending: 1 });
    const tasks = start();
    tasks.wake();
    await until(() => isGone(site.id));
    await tasks.stop();
    await storeRows(database.collector, [row(site.id)]);
    const day = { id: site.id, timeZone: "UTC" };
    expect(await createSalts(database.work).find(day, today(), new Date())).toBeNull();
    expect(await rowsOf(site.id)).toEqual({});
  }, 30_000);

  test("is done for a site whose task was ended unseen", async () => {
    const site = await newSite();
    await fill(site.id, { perDay: 3, days: 1 });
    await remove(site);
    await database.work`update site_tasks set finished_at = now() where site_id = ${site.id}`;
    await eraseByTask(site.id);
  }, 30_000);

  test("waits for whoever is just storing something of it, and finds that as well", async () => {
    const site = await newSite();
    const held = Promise.withResolvers<void>();
    const stored = Promise.withResolvers<void>();
    const storing = inTransaction(database.work, async (tx) => {
      const ts = Date.parse("2026-10-02T10:00:00Z");
      const view = { day: "2026-10-02", visitor: "5", ts, last_seen_at: ts, path: "/" };
      await storeRows(tx as never, [{ ...blankRow(), ...view, site_id: site.id, id: "1" }]);
      held.resolve();
      await stored.promise;
    });
    await held.promise;
    let isDeleted = false;
    const removing = remove(site).then(() => {
      isDeleted = true;
    });
    await Bun.sleep(200);
    expect(isDeleted).toBe(false);
    stored.resolve();
    await Promise.all([storing, removing]);
    expect(await rowsOf(site.id)).toMatchObject({ events: 1 });
    const tasks = start();
    tasks.wake();
    await until(() => isGone(site.id));
    await tasks.stop();
    expect(await rowsOf(site.id)).toEqual({});
  }, 30_000);
});

describe("counting a site anew", () => {
  test(
    "moves the past to the days of the new zone, by one of two servers, and says that it is done",
    async () => {
      const site = await newSite();
      // Half past eleven in the evening of UTC is the next morning in Tokyo.
      await storeEvents(database.work, [
        eventOf({ site_id: site.id, ts: "2026-10-05T23:30:00Z", visitor: 1 }),
      ]);
      await settleProjections(database.work);
      await database.work`update sites set time_zone = 'Asia/Tokyo' where id = ${site.id}`;
      const moved = await siteOf(site.id);
      await askRebuild(database.orm, { actor, site: moved, now: new Date() });
      const servers = [start(), start()];
      for (const server of servers) server.wake();
      await until(
        async () => (await findLastTask(database.orm, site.id, "rebuild"))?.finishedAt != null,
      );
      for (const server of servers) await server.stop();
      const days = await database.work<{ day: string }[]>`
        select day::text from daily where site_id = ${site.id} and dimension = 'total'
      `;
      expect(days.map(({ day }) => day)).toEqual(["2026-10-06"]);
      expect(lines).toEqual([]);
    },
    maxMs,
  );

  test("asked for twice is done once, by the zone of the second time", async () => {
    const site = await newSite();
    const now = new Date();
    await askRebuild(database.orm, { actor, site, now });
    await askRebuild(database.orm, { actor, site, now });
    const open = await database.work`
      select from site_tasks where site_id = ${site.id} and finished_at is null
    `;
    expect(open).toHaveLength(1);
  });

  test("opens a site that was being imported when it was asked for", async () => {
    const site = await newSite();
    await fill(site.id, { perDay: 1, days: 1 });
    await database.work`update sites set archived_at = now() where id = ${site.id}`;
    await addTask(database.orm, { siteId: site.id, kind: "import", now: new Date() });
    await askRebuild(database.orm, { actor, site, now: new Date() });
    const tasks = start();
    tasks.wake();
    await until(
      async () => (await findLastTask(database.orm, site.id, "import"))?.finishedAt != null,
    );
    await tasks.stop();
    expect(await siteOf(site.id)).toMatchObject({ archivedAt: null });
  }, 30_000);

  test("that fails is told, and tried again when it is asked for", async () => {
    const site = await newSite();
    await fill(site.id, { perDay: 1, days: 1 });
    await database.work`update sites set time_zone = 'Mars/Base' where id = ${site.id}`;
    await askRebuild(database.orm, { actor, site, now: new Date() });
    const tasks = start();
    tasks.wake();
    const last = () => findLastTask(database.orm, site.id, "rebuild");
    await until(async () => (await last())?.error != null);
    expect(lines.join()).toContain("work on a site failed");
    await database.work`update sites set time_zone = 'UTC' where id = ${site.id}`;
    tasks.wake();
    await until(async () => (await last())?.finishedAt != null);
    await tasks.stop();
    expect(await last()).toMatchObject({ error: null });
  }, 30_000);
});
