import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { openTcpDoor } from "#test/support/tcp-door.ts";
import { type Connection, openDatabase } from "./client.ts";
import { renewClient } from "./renewing.ts";
import { sites } from "./schema/tables.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database.drop(), 60_000);

/** Ends every connection to the database but the one that asks. */
async function breakConnections(): Promise<void> {
  await database.reports`
    select pg_terminate_backend(pid)
    from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
  `;
}

/** Clients of an empty database that stands behind a door. */
async function openThroughDoor() {
  const own = await createTestDatabase();
  const { connection } = own;
  const url = typeof connection === "string" ? new URL(connection) : null;
  const { host, port, username, database: name } = connection as Exclude<Connection, string>;
  const door = await openTcpDoor(
    url ? { host: url.hostname, port: Number(url.port) } : { path: `${host}/.s.PGSQL.${port}` },
  );
  const [user, path] = url ? [url.username, url.pathname] : [username, `/${name}`];
  const database = openDatabase(`postgres://${user}@127.0.0.1:${door.port}${path}`);
  const close = async () => {
    door.close();
    await database.close();
    await own.drop();
  };
  return { database, door, close };
}

describe("openRenewing", () => {
  test("settles every query, however often its connections break under load", async () => {
    for (let round = 0; round < 5; round++) {
      const queries = Array.from({ length: 30 }, async (_, at) => {
        await Bun.sleep(at);
        return database.collector`select ${at}::int, pg_sleep(0.003)`.then(
          () => "answered",
          () => "failed",
        );
      });
      await Bun.sleep(15);
      await breakConnections();
      const answers = await Promise.race([Promise.all(queries), Bun.sleep(10_000)]);
      expect(answers).toHaveLength(30);
    }
    const [row] = await database.collector<{ one: number }[]>`select 1 as one`;
    expect(row?.one).toBe(1);
  }, 60_000);

  test("answers the first query after a loss, and does not repeat the old error", async () => {
    const lost = database.work`select pg_sleep(30)`.then(
      () => "answered",
      () => "failed",
    );
    const sleeping = () => database.reports`
      select from pg_stat_activity
      where datname = current_database() and wait_event = 'PgSleep'
    `;
    for (let tries = 0; (await sleeping()).length === 0 && tries < 200; tries++)
      await Bun.sleep(10);
    await breakConnections();
    expect(await lost).toBe("failed");
    for (let at = 0; at < 4; at++)
      expect(await database.work<{ at: number }[]>`select ${at}::int as at`).toMatchObject([
        { at },
      ]);
  }, 30_000);

  test("keeps for drizzle what it changed in the client", async () => {
    const insert = (domain: string) =>
      database.orm
        .insert(sites)
        .values({ key: domain, domain, name: domain, timeZone: "UTC" })
        .returning();
    const [before] = await insert("before");
    await breakConnections();
    // The client hears of it when their processes are gone.
    await Bun.sleep(1_000);
    const [after] = await insert("after");
    expect([before?.createdAt, after?.createdAt].every((at) => at instanceof Date)).toBe(true);
    expect(after?.hostnames).toEqual([]);
  });

  test("connects again at once, however long the server was away", async () => {
    const { database, door, close } = await openThroughDoor();
    const ask = () =>
      database.collector`select 1`.then(
        () => true,
        () => false,
      );
    expect(await ask()).toBe(true);
    door.set("shut");
    const awayUntil = performance.now() + 12_000;
    while (performance.now() < awayUntil) {
      await Promise.race([ask(), Bun.sleep(250)]);
      await Bun.sleep(50);
    }
    door.set("open");
    const backAt = performance.now();
    while (!(await Promise.race([ask(), Bun.sleep(100)])));
    expect(performance.now() - backAt).toBeLessThan(5_000);
    await close();
  }, 60_000);

  test("leaves connections that were cut without a word, when it is told to", async () => {
    const { database, door, close } = await openThroughDoor();
    const ask = (at: number, patienceMs = 10_000) =>
      Promise.race([
        database.collector`select ${at}::int`.then(
          () => "answered",
          () => "failed",
        ),
        Bun.sleep(patienceMs).then(() => "no answer"),
      ]);
    expect(await Promise.all([ask(1), ask(2)])).toEqual(["answered", "answered"]);
    door.set("frozen");
    expect(await Promise.all([ask(3, 300), ask(4, 300)])).toEqual(["no answer", "no answer"]);
    door.set("open");
    renewClient(database.collector);
    expect(await ask(5)).toBe("answered");
    await close();
  }, 60_000);

  test("ends for good when it is told to", async () => {
    const own = await createTestDatabase();
    await own.work`select 1`;
    await own.drop();
    await expect(Promise.resolve(own.work`select 1`)).rejects.toMatchObject({
      code: "CONNECTION_ENDED",
    });
  }, 60_000);
});
