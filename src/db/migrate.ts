import postgres from "postgres";
import { StartupError } from "#src/lib/errors.ts";
import { readVersion } from "#src/lib/version.ts";
import type { Connection, Sql } from "./client.ts";
import { ensureJournal, note } from "./journal.ts";
import { locks } from "./lock.ts";
import { type MigrationState, readMigrationState, versionSetting } from "./migration-state.ts";
import type { Migration } from "./migrations.ts";
import { ensurePartitions } from "./partitions.ts";
import { inTransaction, type Transaction } from "./transaction.ts";
import { inYieldingTransaction, type Patience, pause } from "./yielding.ts";

const oldestServer = 150_000;
/** How often is asked whether another server is done. */
const turnPauseMs = 250;

/** What may be done about an upgrade of a database that has data; all can be left out. */
export interface UpgradeSteps extends Patience {
  /** Called before anything is changed; what it throws stops the upgrade. */
  backUp?: (sql: Sql, state: MigrationState) => Promise<void>;
  /** Called when another server is at it already. */
  onWait?: () => void;
  onMigration?: (migration: Migration) => void;
  /** How far the upgrade is, which begins anew when somebody was in its way. Units: statements. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Brings the tables up to this version and makes the coming months' partitions, under an advisory
 * lock, so that any number of servers may start at once. All migrations are one transaction: killed
 * in the middle, nothing has happened.
 * Errors: `StartupError` when the server cannot be reached, refuses us, or is older than 15, and
 * when the tables are those of a later version.
 */
export async function migrateDatabase(
  connection: Connection,
  now: Date,
  steps: UpgradeSteps = {},
): Promise<void> {
  await withMigrator(connection, async (sql) => {
    await takeTurn(sql, steps);
    const state = await readMigrationState(sql);
    if (state.pending.length > 0) {
      if (state.hasData) await steps.backUp?.(sql, state);
      await applyPending(sql, steps, state.hasData);
    } else await inTransaction(sql, ensureJournal);
    await ensurePartitions(sql, now);
  });
}

/**
 * Opens a connection that nothing cuts off, for whoever changes the tables or asks about them.
 * Errors: `StartupError` when the server cannot be reached, refuses us, is older than 15, or has too
 * little room for locks.
 */
export async function withMigrator<T>(
  connection: Connection,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  const options = {
    max: 1,
    connect_timeout: 10,
    onnotice: () => {},
    // A limit that a role was given is meant for questions.
    connection: { statement_timeout: 0, lock_timeout: 0 },
  };
  const sql =
    typeof connection === "string"
      ? postgres(connection, options)
      : postgres({ ...connection, ...options });
  try {
    await checkServer(sql);
    return await work(sql);
  } catch (error) {
    throw explainLocks(error, connection);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function takeTurn(sql: Sql, { onWait, signal }: UpgradeSteps): Promise<void> {
  for (let tries = 1; ; tries++) {
    const [row] = await sql<{ isOurs: boolean }[]>`
      select pg_try_advisory_lock(${locks.migration}) as "isOurs"
    `;
    if (row?.isOurs) return;
    if (tries === 1) onWait?.();
    await pause(turnPauseMs, signal);
  }
}

async function applyPending(sql: Sql, steps: UpgradeSteps, isTold: boolean): Promise<void> {
  const { onMigration = () => {}, onProgress = () => {} } = isTold ? steps : {};
  const told = new Set<string>();
  const tell = (migration: Migration) => {
    if (!told.has(migration.name)) onMigration(migration);
    told.add(migration.name);
  };
  const work = async (tx: Transaction) => {
    // The lock of the session goes with its connection, which may have been lost since.
    await tx`select pg_advisory_xact_lock(${locks.migration})`;
    const { pending } = await readMigrationState(tx);
    await ensureJournal(tx);
    const total = pending.reduce((sum, { statements }) => sum + statements.length, 0);
    let done = 0;
    for (const migration of pending) {
      tell(migration);
      await apply(tx, migration, () => {
        done += 1;
        onProgress(done, total);
      });
    }
    await tx`
      insert into settings (name, value) values (${versionSetting}, ${tx.json(readVersion())})
      on conflict (name) do update set value = excluded.value
    `;
  };
  await inYieldingTransaction(sql, work, steps);
}

/** Does one migration and notes that it is done. */
export async function apply(
  tx: Transaction,
  migration: Migration,
  onStatement: () => void = () => {},
): Promise<void> {
  for (const statement of migration.statements) {
    await tx.unsafe(statement);
    onStatement();
  }
  await note(tx, migration);
}

async function checkServer(sql: Sql): Promise<void> {
  const [row] = await sql<{ version: number; name: string }[]>`
    select current_setting('server_version_num')::int as version,
           current_setting('server_version') as name
  `.catch((error: unknown) => {
    throw new StartupError(`The database cannot be used: ${describeRefusal(error)}.`);
  });
  if (row && row.version < oldestServer)
    throw new StartupError(`PostgreSQL ${row.name} is too old; version 15 or newer is needed.`);
}

/** A restore locks each table of each month, with all that belongs to it, some 130 a month. */
function explainLocks(error: unknown, connection: Connection): unknown {
  const { code, hint } = error as { code?: string; hint?: string };
  if (code !== "53200" || !hint?.includes("max_locks_per_transaction")) return error;
  const place = typeof connection === "string" ? "" : " in pg18/user.conf of the data folder";
  return new StartupError(
    "PostgreSQL has too little room for the locks of so many months, and nothing was changed: " +
      `set max_locks_per_transaction to 2048 or more${place}, restart PostgreSQL, and try again.`,
  );
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
