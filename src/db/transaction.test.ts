import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { openDedicated } from "./dedicated.ts";
import { inTransaction, isConnectionLoss } from "./transaction.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.work`create table notes (note text)`;
}, 60_000);
afterAll(() => database.drop(), 60_000);

const countNotes = async () =>
  (await database.work`select count(*)::int as count from notes`)[0]?.count;

describe("inTransaction", () => {
  test("keeps all or nothing", async () => {
    const note = (fails: boolean) =>
      inTransaction(database.work, async (tx) => {
        await tx`insert into notes values ('one')`;
        if (fails) throw new Error("changed my mind");
        return "kept";
      });
    await expect(note(true)).rejects.toThrow("changed my mind");
    expect(await countNotes()).toBe(0);
    expect(await note(false)).toBe("kept");
    expect(await countNotes()).toBe(1);
  });

  test("fails when the connection is lost in a statement, and the client goes on", async () => {
    for (let time = 0; time < 5; time++) {
      const pid = Promise.withResolvers<number>();
      const failure = inTransaction(database.work, async (tx) => {
        const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`;
        pid.resolve(row?.pid ?? 0);
        await tx`select pg_sleep(10)`;
      }).catch((error: unknown) => error);
      // The first statement on a connection that replaces a lost one may fail by the old error.
      const running = await Promise.race([pid.promise, failure]);
      if (typeof running === "number")
        await database.reports`select pg_terminate_backend(${running})`;
      expect(isConnectionLoss(await failure)).toBe(true);
    }
    const ask = () => database.work`select 1 as one`;
    await Promise.allSettled([ask(), ask(), ask()]);
    expect(await Promise.all([ask(), ask(), ask(), ask()])).toHaveLength(4);
  });
});

describe("isConnectionLoss", () => {
  test.each([
    ["CONNECTION_CLOSED", true],
    ["CONNECT_TIMEOUT", true],
    ["ECONNREFUSED", true],
    ["ECONNRESET", true],
    ["EPIPE", true],
    ["ENOENT", true],
    ["57P01", true],
    ["08006", true],
    ["57014", false],
    ["23505", false],
    ["22003", false],
  ])("%s: %p", (code, expected) => {
    expect(isConnectionLoss(Object.assign(new Error("x"), { code }))).toBe(expected);
  });

  test("takes other errors for what they are", () => {
    expect(isConnectionLoss(new TypeError("x"))).toBe(false);
    expect(isConnectionLoss("x")).toBe(false);
  });
});

describe("openDedicated", () => {
  test("has PostgreSQL ask soon whether the other end is still there, which holds locks", async () => {
    const sql = openDedicated(database.work, () => {});
    // What is in force is told of a network connection alone, and this may be a socket.
    const rows = await sql<{ name: string; value: string }[]>`
      select name, reset_val as value from pg_settings where name like 'tcp_keepalives%'
    `;
    await sql.end();
    expect(Object.fromEntries(rows.map(({ name, value }) => [name, value]))).toEqual({
      tcp_keepalives_count: "3",
      tcp_keepalives_idle: "10",
      tcp_keepalives_interval: "5",
    });
  });

  test("has one connection, which keeps its session's lock until the client ends", async () => {
    const sql = openDedicated(database.work, () => {});
    await sql`select pg_advisory_lock(42)`;
    const pids = await Promise.all([1, 2, 3].map(() => sql`select pg_backend_pid() as pid`));
    expect(new Set(pids.map(([row]) => row?.pid)).size).toBe(1);
    const tryLock = async () =>
      (await database.reports`select pg_try_advisory_lock(42) as got`)[0]?.got;
    expect(await tryLock()).toBe(false);
    await sql.end();
    // The session lives on for a moment.
    let got = false;
    for (let tries = 0; !got && tries < 80; tries++) {
      await Bun.sleep(50);
      got = await tryLock();
    }
    expect(got).toBe(true);
  });

  test("tells when the connection is lost", async () => {
    const closed = Promise.withResolvers<void>();
    const sql = openDedicated(database.work, closed.resolve);
    const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
    await database.work`select pg_terminate_backend(${row?.pid ?? 0})`;
    await closed.promise;
    await sql.end({ timeout: 0 });
  });
});
