import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { openRenewing } from "./renewing.ts";
import * as schema from "./schema/tables.ts";

/** A postgres.js client: raw, whole-statement SQL. */
export type Sql = postgres.Sql;
/** The builder, for rows by key; also what `transaction` hands to its function. */
export type Orm = PostgresJsDatabase<typeof schema>;

/** Where PostgreSQL is: an address by `DATABASE_URL`, or the embedded server's unix socket. */
export type Connection =
  | string
  | { host: string; port: number; username: string; database: string };

/**
 * The clients of one PostgreSQL, each for one kind of work, so that a slow report never holds up
 * the collector. drizzle replaces its client's date serializers, so nothing raw shares with it.
 */
export interface Database {
  /** Rows by key: accounts, sites, sessions, audit. */
  orm: Orm;
  /** The collector's batches; nothing else. */
  collector: Sql;
  /** Questions of the dashboard, each cut off after `statementTimeoutMs`. */
  reports: Sql;
  /** Jobs, the projector, migrations; opened by need. */
  work: Sql;
  /** Waits for running queries, at most five seconds, and hangs up. */
  close(): Promise<void>;
}

const statementTimeoutMs = 30_000;
/** A number that is 0 postgres.js leaves out. */
const unlimited = "0" as unknown as number;
/** How long a person waits behind somebody's lock. */
const lockTimeoutMs = 4_000;

/** Opens the clients lazily: nothing connects before its first query. */
export function openDatabase(connection: Connection): Database {
  const ormClient = connect(connection, {
    max: 4,
    connection: { lock_timeout: lockTimeoutMs },
  });
  const collector = connect(connection, {
    max: 2,
    // Its one statement has one plan; made anew for each batch it costs as much as running it.
    connection: { plan_cache_mode: "force_generic_plan" },
  });
  const reports = connect(connection, {
    max: 4,
    connection: { statement_timeout: statementTimeoutMs, lock_timeout: lockTimeoutMs },
  });
  // What it does takes minutes of a large site, whatever limit the role has.
  const work = connect(connection, { max: 3, connection: { statement_timeout: unlimited } });
  const clients = [ormClient, collector, reports, work];
  return {
    orm: drizzle(ormClient, { schema }),
    collector,
    reports,
    work,
    close: async () => {
      await Promise.all(clients.map((client) => client.end({ timeout: 5 })));
    },
  };
}

function connect(connection: Connection, options: postgres.Options<Record<string, never>>): Sql {
  const shared: postgres.Options<Record<string, never>> = {
    ...options,
    connect_timeout: 10,
    onnotice: () => {},
    // What is read as text says UTC, whatever zone a PostgreSQL of somebody else's has.
    connection: { application_name: "tracker-analytics", TimeZone: "UTC", ...options.connection },
  };
  const open = (all: typeof shared) =>
    typeof connection === "string"
      ? postgres(connection, all)
      : postgres({ ...connection, ...all });
  return openRenewing(open, shared);
}
