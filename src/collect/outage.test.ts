import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import {
  insertSite,
  type RunningCollector,
  sendTo,
  startCollector,
} from "#test/support/collector.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createFolder } from "#test/support/folder.ts";

/** One day, for whose key the database is not asked again while it is away. */
const noon = new Date(new Date().setUTCHours(12, 0, 0, 0));
const now = () => noon;
/** How long the database is waited for is the server's own. */
const limits = {};

let database: TestDatabase;
let running: RunningCollector;

beforeAll(async () => {
  database = await createTestDatabase();
  running = startCollector({ database, now, limits });
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

/** Shuts a database, as if its server were away, and opens it again. */
async function setOpen(own: TestDatabase, isOpen: boolean): Promise<void> {
  const [row] = await database.work<{ name: string }[]>`
    select ${(own.connection as { database?: string }).database ?? new URL(String(own.connection)).pathname.slice(1)} as name
  `;
  const name = row?.name ?? "";
  await database.work.unsafe(`alter database ${name} allow_connections ${isOpen}`);
  if (isOpen) return;
  await database.work`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
}

describe("a database that is away", () => {
  test("is stood in for by the spool, which it gets when it is back", async () => {
    const own = await createTestDatabase();
    const folder = createFolder("outage");
    const server = startCollector({ database: own, now, limits, dataDir: folder.path });
    const site = await insertSite(own);
    const post = (i: number) => sendTo(server.origin, site, { message: { i } });
    expect((await post(0)).status).toBe(202);
    await setOpen(own, false);
    for (let i = 1; i <= 40; i++) {
      const response = await post(i);
      expect([response.status, response.headers.get("x-dropped")]).toEqual([202, null]);
    }
    expect(readdirSync(join(folder.path, "spool")).length).toBeGreaterThan(0);
    // Each of them once more: what is stored twice is one row.
    for (let i = 1; i <= 40; i++) await post(i);
    await setOpen(own, true);
    for (let tries = 0; readdirSync(join(folder.path, "spool")).length > 0 && tries < 400; tries++)
      await Bun.sleep(50);
    const [row] = await own.work<{ rows: number }[]>`select count(*)::int as rows from events`;
    expect(row?.rows).toBe(41);
    expect((await post(41)).status).toBe(202);
    await server.stop();
    await own.drop();
    folder.remove();
  });

  test("is told by 503 with Retry-After where the spool is full as well", async () => {
    const own = await createTestDatabase();
    const server = startCollector({ database: own, now, limits, spoolMaxBytes: 0 });
    const site = await insertSite(own);
    expect((await sendTo(server.origin, site)).status).toBe(202);
    await setOpen(own, false);
    const response = await sendTo(server.origin, site);
    expect([response.status, response.headers.get("x-dropped")]).toEqual([503, "unavailable"]);
    expect(response.headers.get("retry-after")).toBe("5");
    await server.stop();
    await setOpen(own, true);
    await own.drop();
  });

  test("that hangs behind a lock slows nobody down, and gets everything once it does not", async () => {
    // Long enough that whoever waited for it would stand out from who waits for a busy disk.
    const deadlineMs = 5_000;
    const server = startCollector({ database, now, limits: { deadlineMs } });
    const own = await insertSite(database);
    const post = (i: number) => sendTo(server.origin, own, { message: { i } });
    expect((await post(0)).status).toBe(202);
    const locker = await database.work.reserve();
    await locker`begin`;
    await locker`lock table pending in access exclusive mode`;
    const times: number[] = [];
    for (let i = 1; i <= 200; i++) {
      const begun = performance.now();
      expect((await post(i)).status).toBe(202);
      times.push(performance.now() - begun);
    }
    await locker`rollback`;
    locker.release();
    // The first one waited for the deadline; of a hundred, ninety-nine wait for nothing.
    expect(times.toSorted((a, b) => a - b)[197]).toBeLessThan(deadlineMs / 4);
    for (let tries = 0; (await countRows(own.id)) < 201 && tries < 400; tries++)
      await Bun.sleep(50);
    expect(await countRows(own.id)).toBe(201);
    await server.stop();
  });

  test("loses nothing of what was acknowledged when its connections break", async () => {
    const own = await insertSite(database);
    // Site and key are known, and what breaks is asked for nothing but to store.
    expect((await sendTo(running.origin, own, { message: { i: 60 } })).status).toBe(202);
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
    expect(stored).toBe(60);
    // What came while the connections were broken lies in the spool for a moment.
    for (let tries = 0; (await countRows(own.id)) < stored + 1 && tries < 400; tries++)
      await Bun.sleep(50);
    expect(await countRows(own.id)).toBe(stored + 1);
  });
});
