import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import {
  insertSite,
  type RunningCollector,
  sendTo,
  startCollector,
} from "#test/support/collector.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let database: TestDatabase;
let running: RunningCollector;

beforeAll(async () => {
  database = await createTestDatabase();
  running = startCollector({ database });
});
afterAll(async () => {
  await running.stop();
  await database.drop();
});

async function countRows(siteId: number): Promise<number> {
  const [row] = await database.work<{ rows: number }[]>`
    select count(*)::int as rows from events where site_id = ${siteId}
  `;
  return row?.rows ?? 0;
}

describe("a database that is away", () => {
  test("is answered by 503 with Retry-After, and hangs nobody", async () => {
    const own = await createTestDatabase();
    const server = startCollector({ database: own });
    const site = await insertSite(own);
    const post = () => sendTo(server.origin, site);
    expect((await post()).status).toBe(202);
    await own.drop();
    const response = await post();
    expect([response.status, response.headers.get("x-dropped")]).toEqual([503, "unavailable"]);
    expect(response.headers.get("retry-after")).toBe("5");
    await server.stop();
  });

  test("lets nobody wait long behind a lock, and takes events again when it is gone", async () => {
    const own = await insertSite(database);
    const post = () => sendTo(running.origin, own);
    expect((await post()).status).toBe(202);
    const locker = await database.work.reserve();
    await locker`begin`;
    await locker`lock table pending in access exclusive mode`;
    const begun = performance.now();
    const waited = await Promise.all([post(), post()]);
    expect(waited.map(({ status }) => status)).toEqual([503, 503]);
    expect(performance.now() - begun).toBeLessThan(4_000);
    const refusedAt = performance.now();
    expect((await post()).status).toBe(503);
    expect(performance.now() - refusedAt).toBeLessThan(500);
    await locker`rollback`;
    locker.release();
    await Bun.sleep(50);
    expect((await post()).status).toBe(202);
    // Of the two that were refused, the one whose batch was on its way has arrived after all.
    expect(await countRows(own.id)).toBe(3);
  });

  test("loses nothing of what was acknowledged when its connections break", async () => {
    const own = await insertSite(database);
    const sendAll = Array.from({ length: 60 }, async (_, at) => {
      await Bun.sleep(at * 2);
      return sendTo(running.origin, own, { message: { i: at } });
    });
    await Bun.sleep(30);
    await database.work`
      select pg_terminate_backend(pid)
      from pg_stat_activity
      where datname = current_database()
        and pid <> pg_backend_pid()
        and query like '%insert into events%'
    `;
    const answers = await Promise.all(sendAll);
    const stored = answers.filter(({ status }) => status === 202).length;
    expect(stored).toBeGreaterThan(0);
    expect(await countRows(own.id)).toBeGreaterThanOrEqual(stored);
  });
});
