import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { sites } from "./schema/tables.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Ends every connection to the database but the one that asks. */
async function breakConnections(): Promise<void> {
  await database.reports`
    select pg_terminate_backend(pid)
    from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
  `;
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
      const answers = await Promise.race([Promise.all(queries), Bun.sleep(4_000)]);
      expect(answers).toHaveLength(30);
    }
    const [row] = await database.collector<{ one: number }[]>`select 1 as one`;
    expect(row?.one).toBe(1);
  }, 20_000);

  test("answers the first query after a loss, and does not repeat the old error", async () => {
    const lost = database.work`select pg_sleep(5)`.then(
      () => "answered",
      () => "failed",
    );
    await Bun.sleep(30);
    await breakConnections();
    expect(await lost).toBe("failed");
    for (let at = 0; at < 4; at++)
      expect(await database.work<{ at: number }[]>`select ${at}::int as at`).toMatchObject([
        { at },
      ]);
  });

  test("keeps for drizzle what it changed in the client", async () => {
    const insert = (domain: string) =>
      database.orm
        .insert(sites)
        .values({ key: domain, domain, name: domain, timeZone: "UTC" })
        .returning();
    const [before] = await insert("before");
    await breakConnections();
    await Bun.sleep(30);
    const [after] = await insert("after");
    expect([before?.createdAt, after?.createdAt].every((at) => at instanceof Date)).toBe(true);
    expect(after?.hostnames).toEqual([]);
  });

  test("ends for good when it is told to", async () => {
    const own = await createTestDatabase();
    await own.work`select 1`;
    await own.drop();
    await expect(Promise.resolve(own.work`select 1`)).rejects.toMatchObject({
      code: "CONNECTION_ENDED",
    });
  });
});
