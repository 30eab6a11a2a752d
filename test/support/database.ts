import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { type Connection, type Database, openDatabase } from "#src/db/client.ts";
import { startEmbedded } from "#src/db/embedded/start.ts";
import { migrateDatabase } from "#src/db/migrate.ts";
import { ensurePartitionsBetween } from "#src/db/partitions.ts";

/** A database of its own for one test file, with the tables made and the clients open. */
export interface TestDatabase extends Database {
  connection: Connection;
  /** Closes the clients and drops the database. */
  drop(): Promise<void>;
}

let server: Promise<Connection> | undefined;
let template: Promise<string> | undefined;
const stops: (() => Promise<void>)[] = [];

/**
 * Makes an empty, migrated database on the test server: `TEST_DATABASE_URL` when it is given,
 * else one embedded PostgreSQL that all files of a run share.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const connection = await testServer();
  template ??= createTemplate(connection);
  const name = `test_${randomBytes(6).toString("hex")}`;
  await administer(connection, `create database ${name} template ${await template}`);
  const own = withDatabase(connection, name);
  const database = openDatabase(own);
  return {
    ...database,
    connection: own,
    drop: async () => {
      await database.close();
      await administer(connection, `drop database ${name} with (force)`);
    },
  };
}

/** Makes an empty database without tables, for what sets up its own; returns its address. */
export async function createBareDatabase(): Promise<{
  connection: Connection;
  drop(): Promise<void>;
}> {
  const connection = await testServer();
  const name = `bare_${randomBytes(6).toString("hex")}`;
  await administer(connection, `create database ${name}`);
  return {
    connection: withDatabase(connection, name),
    drop: () => administer(connection, `drop database ${name} with (force)`),
  };
}

/** Stops the embedded server of the run and deletes its folder; called once by the preload. */
export async function stopTestServer(): Promise<void> {
  if (template && server) await administer(await server, `drop database ${await template}`);
  for (const stop of stops.splice(0)) await stop();
}

function testServer(): Promise<Connection> {
  server ??= Bun.env.TEST_DATABASE_URL
    ? Promise.resolve(Bun.env.TEST_DATABASE_URL)
    : startTestServer();
  return server;
}

async function startTestServer(): Promise<Connection> {
  const dataDir = mkdtempSync(join(tmpdir(), "tracker-test-"));
  // As root, PostgreSQL runs as another user, which has to enter the folder.
  chmodSync(dataDir, 0o755);
  const embedded = await startEmbedded({
    dataDir,
    runtimeDir: null,
    databaseUser: null,
    log: () => {},
  });
  stops.push(async () => {
    await embedded.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return embedded.connection;
}

async function createTemplate(connection: Connection): Promise<string> {
  const name = `template_${randomBytes(6).toString("hex")}`;
  await administer(connection, `create database ${name}`);
  const own = withDatabase(connection, name);
  await migrateDatabase(own, new Date());
  // Tests speak of days of 2026, in whichever year they run.
  const { work, close } = openDatabase(own);
  await ensurePartitionsBetween(work, new Date("2026-01-01"), new Date());
  await close();
  return name;
}

async function administer(connection: Connection, statement: string): Promise<void> {
  const options = { max: 1, onnotice: () => {} };
  const sql =
    typeof connection === "string"
      ? postgres(connection, options)
      : postgres({ ...connection, ...options });
  await sql.unsafe(statement);
  await sql.end();
}

function withDatabase(connection: Connection, name: string): Connection {
  if (typeof connection !== "string") return { ...connection, database: name };
  const url = new URL(connection);
  url.pathname = `/${name}`;
  return url.href;
}
