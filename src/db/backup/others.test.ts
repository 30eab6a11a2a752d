import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { openDatabase } from "#src/db/client.ts";
import { backUp, printsOf, restoreInto, tablesOf } from "#test/support/backup-stage.ts";
import { createBareDatabase, createTestDatabase } from "#test/support/database.ts";
import { makeSite } from "#test/support/events.ts";
import { createFolder } from "#test/support/folder.ts";
import { makePast, openPlain } from "#test/support/past-database.ts";

// Other applications have tables named `users` and `sessions` as well.

const maxMs = 60_000;
let folder: ReturnType<typeof createFolder>;
let path: string;
beforeAll(async () => {
  const { work, drop } = await createTestDatabase();
  await makeSite(work, "shop.example", "UTC");
  folder = createFolder("others");
  path = join(folder.path, "all.tar.zst");
  await backUp(work, path);
  await drop();
}, maxMs);
afterAll(() => folder?.remove());

/** A database of another application, with users of its own. */
async function makeTheirs() {
  const bare = await createBareDatabase();
  const sql = openPlain(bare.connection);
  for (const name of ["sessions", "settings", "users"])
    await sql`create table ${sql(name)} (login text, number integer)`;
  await sql`insert into users values ('anna', 1), ('bob', 2)`;
  const before = await printsOf(sql);
  return {
    ...{ connection: bare.connection, sql, before },
    drop: async () => {
      await sql.end();
      await bare.drop();
    },
  };
}

const refusal =
  "The database has a table sessions that is not ours: give Tracker Analytics a database, or a schema, of its own.";

describe("restoreBackup", () => {
  test.each([true, false])(
    "leaves the tables of another application alone, though they have our names; --replace %p",
    async (replaces) => {
      const { connection, sql, before, drop } = await makeTheirs();
      await expect(restoreInto(connection, path, { replaces })).rejects.toThrow(refusal);
      expect(await printsOf(sql)).toEqual(before);
      await drop();
    },
    maxMs,
  );

  test(
    "takes what came between two of our versions for theirs",
    async () => {
      const { connection, drop } = await createBareDatabase();
      await makePast(connection, 9, ["2026-11-01"]);
      const sql = openPlain(connection);
      await sql`create table job_runs (note text)`;
      await expect(restoreInto(connection, path, { replaces: true })).rejects.toThrow(
        "The database has a table job_runs that is not ours",
      );
      await sql`alter table job_runs rename to theirs`;
      await restoreInto(connection, path, { replaces: true });
      expect(await tablesOf(sql)).toContain("theirs");
      await sql.end();
      await drop();
    },
    maxMs,
  );
});

describe("writeBackup", () => {
  test("takes nothing of another application for ours", async () => {
    const { connection, drop } = await makeTheirs();
    const { work, close } = openDatabase(connection);
    await expect(backUp(work, join(folder.path, "theirs.tar.zst"))).rejects.toThrow(refusal);
    await close();
    await drop();
  }, 60_000);
});
