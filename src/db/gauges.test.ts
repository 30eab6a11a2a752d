import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import {
  createBareDatabase,
  createTestDatabase,
  type TestDatabase,
} from "#test/support/database.ts";
import { type Gauges, readGauges } from "./gauges.ts";

let database: TestDatabase;
let theirs: postgres.Sql[] = [];
let other: Awaited<ReturnType<typeof createBareDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
  other = await createBareDatabase();
}, 60_000);
afterAll(async () => {
  await Promise.all(theirs.map((client) => client.end()));
  await other?.drop();
  await database?.drop();
}, 60_000);

const countOurs = ({ connections }: Gauges) =>
  connections.reduce((sum, { count }) => sum + count, 0);

/** Reads them as a user who is shown little of the connections of others. */
const readAsOrdinary = () =>
  database.orm.transaction(async (tx) => {
    await tx.execute(sql`
      select set_config('role', case when rolsuper then 'pg_read_all_data' else rolname end, true)
      from pg_roles where rolname = current_user
    `);
    return await readGauges(tx);
  });

describe("readGauges", () => {
  test("counts what others have taken as well, and not as ours", async () => {
    const before = await readGauges(database.orm);
    const open = (connection: typeof other.connection) =>
      typeof connection === "string"
        ? postgres(connection, { max: 1 })
        : postgres({ ...connection, max: 1 });
    // More than are asked for: what earlier tests have closed may only now be gone.
    theirs = Array.from({ length: 12 }, () => open(other.connection));
    await Promise.all(theirs.map((client) => client`select 1`));
    const [all, ordinary] = [await readGauges(database.orm), await readAsOrdinary()];
    for (const gauges of [all, ordinary]) {
      expect(gauges.connectionsTaken - before.connectionsTaken).toBeGreaterThanOrEqual(5);
      expect(gauges.connectionsTaken - countOurs(gauges)).toBeGreaterThanOrEqual(5);
    }
    // A transaction may open one, and up to three that clean up look to such a user like others;
    // the six processes of PostgreSQL itself take none.
    expect(ordinary.connectionsTaken - all.connectionsTaken).toBeLessThan(5);
  });
});
