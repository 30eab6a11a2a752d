import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import { assetPath } from "#src/lib/assets.ts";
import { StartupError } from "#src/lib/errors.ts";
import type { Connection } from "./client.ts";
import { locks } from "./lock.ts";
import { ensurePartitions } from "./partitions.ts";

const oldestServer = 150_000;

/**
 * Brings the tables up to this version and makes the coming months' partitions, under an advisory
 * lock, so that any number of servers may start at once.
 * Errors: `StartupError` when the server cannot be reached, refuses us, or is older than 15.
 */
export async function migrateDatabase(connection: Connection, now: Date): Promise<void> {
  const options = { max: 1, connect_timeout: 10, onnotice: () => {} };
  const sql =
    typeof connection === "string"
      ? postgres(connection, options)
      : postgres({ ...connection, ...options });
  try {
    await checkServer(sql);
    await sql`select pg_advisory_lock(${locks.migration})`;
    await migrate(drizzle(sql), { migrationsFolder: assetPath("drizzle") });
    await ensurePartitions(sql, now);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function checkServer(sql: postgres.Sql): Promise<void> {
  const [row] = await sql<{ version: number; name: string }[]>`
    select current_setting('server_version_num')::int as version,
           current_setting('server_version') as name
  `.catch((error: unknown) => {
    throw new StartupError(`The database cannot be used: ${describeRefusal(error)}.`);
  });
  if (row && row.version < oldestServer)
    throw new StartupError(`PostgreSQL ${row.name} is too old; version 15 or newer is needed.`);
}

/** What the server or the network said, without the address, which may hold a password. */
function describeRefusal(error: unknown): string {
  const { code, message } = error as { code?: string; message: string };
  switch (code) {
    case "ECONNREFUSED":
      return "nothing answers at the host and port of DATABASE_URL";
    case "CONNECT_TIMEOUT":
      return "the host of DATABASE_URL does not answer within ten seconds";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "the host name of DATABASE_URL is unknown";
    default:
      return message.replace(/\.$/, "");
  }
}
