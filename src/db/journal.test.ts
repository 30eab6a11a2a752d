import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { type BareStage, makePast, openBareStage, openPlain } from "#test/support/past-database.ts";
import { migrateDatabase } from "./migrate.ts";
import { readMigrationState } from "./migration-state.ts";
import { readMigrations } from "./migrations.ts";

// What is noted of migrations in a database that another application has as well.

const now = new Date("2026-11-27T14:05:00Z");
const migrations = readMigrations();
const hashes = migrations.map(({ hash }) => hash);

let stage: BareStage;
let connection: BareStage["connection"];
let sql: BareStage["sql"];
let folder: string;
beforeEach(async () => {
  stage = await openBareStage();
  ({ connection, sql, folder } = stage);
});
afterEach(() => stage.close());

/** Does the one migration of another application, by drizzle, which notes it as it notes all. */
async function migrateTheirs(statement: string, when: number): Promise<void> {
  const entries = [{ idx: 0, version: "7", when, tag: "0000_theirs", breakpoints: true }];
  mkdirSync(join(folder, "meta"), { recursive: true });
  writeFileSync(join(folder, "meta/_journal.json"), JSON.stringify({ entries }));
  writeFileSync(join(folder, "0000_theirs.sql"), statement);
  const client = openPlain(connection);
  await migrate(drizzle(client), { migrationsFolder: folder });
  await client.end();
}

const theirMoments = async () => {
  const rows = await sql<{ at: string }[]>`
    select created_at as at from drizzle.__drizzle_migrations
  `;
  return rows.map(({ at }) => Number(at));
};
const ourHashes = async () => {
  const rows = await sql<{ hash: string }[]>`
    select hash from tracker_migrations order by created_at
  `;
  return rows.map(({ hash }) => hash);
};

describe("the journal", () => {
  test.each([1, 4e12])("is none of another application's that came first, at %d", async (when) => {
    await migrateTheirs("create table theirs (note text)", when);
    await migrateDatabase(connection, now);
    expect(await ourHashes()).toEqual(hashes);
    expect(await theirMoments()).toEqual([when]);
    await migrateDatabase(connection, now);
    expect(await readMigrationState(sql)).toMatchObject({ pending: [] });
  });

  test("lets another application that comes later do what is older than ours", async () => {
    await migrateDatabase(connection, now);
    await migrateTheirs("create table theirs (note text)", 1);
    expect(await sql`select from theirs`).toHaveLength(0);
    expect(await theirMoments()).toEqual([1]);
  });

  test.each([9, migrations.length])(
    "takes ours, the first %d, out of the one that versions before shared with everybody",
    async (count) => {
      await makePast(connection, count, ["2026-11-01"]);
      await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('theirs', 7)`;
      const last = migrations[count - 1]?.name ?? "";
      expect(await readMigrationState(sql)).toMatchObject({ last });
      await migrateDatabase(connection, now);
      expect(await ourHashes()).toEqual(hashes);
      expect(await theirMoments()).toEqual([7]);
    },
  );
});

describe("a database with things of others that have our names", () => {
  const refusal =
    "The database has a table sessions that is not ours: give Tracker Analytics a database, or a schema, of its own.";

  test("is refused before anything of it is touched", async () => {
    await sql`create table users (login text)`;
    await sql`create table sessions (login text)`;
    await sql`insert into users values ('theirs')`;
    await expect(readMigrationState(sql)).rejects.toThrow(refusal);
    await expect(migrateDatabase(connection, now)).rejects.toThrow(refusal);
    expect([...(await sql`select * from users`)]).toEqual([{ login: "theirs" }]);
    expect(await sql`select from pg_class where relname = 'tracker_migrations'`).toHaveLength(0);
  });

  test("is taken with a schema of our own in it", async () => {
    await sql`create table users (login text)`;
    await sql`create schema tracker`;
    const [row] = await sql<{ name: string }[]>`select current_database() as name`;
    await sql.unsafe(`alter database ${row?.name} set search_path = tracker`);
    await migrateDatabase(connection, now);
    expect(await sql`select from public.users`).toHaveLength(0);
    expect(await sql`select from tracker.users`).toHaveLength(0);
  });

  test("is refused where they came between two of our versions", async () => {
    await makePast(connection, 9, ["2026-11-01"]);
    await sql`create view job_runs as select 1 as id`;
    await expect(migrateDatabase(connection, now)).rejects.toThrow(
      "The database has a view job_runs that is not ours",
    );
    await sql`drop view job_runs`;
    await migrateDatabase(connection, now);
  });
});
