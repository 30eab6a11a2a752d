import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { openDatabase } from "./client.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const [row] = await database.work<{ name: string }[]>`select current_database() as name`;
  // As the administrator of a PostgreSQL that is shared sets it for a role.
  await database.work.unsafe(`alter database ${row?.name} set statement_timeout = '2s'`);
  await database.work.unsafe(`alter database ${row?.name} set timezone = 'Asia/Kolkata'`);
}, 60_000);
afterAll(() => database.drop(), 60_000);

describe("openDatabase", () => {
  test("lets work take as long as it does, whatever limit the database or its role has", async () => {
    const { work, reports, close } = openDatabase(database.connection);
    await work`select pg_sleep(2.5)`;
    const [limit] = await reports`show statement_timeout`;
    expect(limit).toEqual({ statement_timeout: "30s" });
    await close();
  }, 30_000);

  test("reads instants by UTC, whatever zone the database or its role has", async () => {
    const { orm, collector, reports, work, close } = openDatabase(database.connection);
    const zones = [await orm.execute(sql`select current_setting('timezone') as zone`)];
    for (const client of [collector, reports, work])
      zones.push(await client`select current_setting('timezone') as zone`);
    expect(zones.map((rows) => rows[0]?.zone)).toEqual(["UTC", "UTC", "UTC", "UTC"]);
    await close();
  });
});
