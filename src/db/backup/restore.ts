import type { Connection } from "#src/db/client.ts";
import { refuseForeign } from "#src/db/foreign.ts";
import { clearJournal, ensureJournal, readJournal } from "#src/db/journal.ts";
import { locks } from "#src/db/lock.ts";
import { apply, withMigrator } from "#src/db/migrate.ts";
import { isLater } from "#src/db/migration-state.ts";
import { readMigrations } from "#src/db/migrations.ts";
import { ensurePartitionsBetween } from "#src/db/partitions.ts";
import { isInUse } from "#src/db/servers.ts";
import { inTransaction, isConnectionLoss, type Transaction } from "#src/db/transaction.ts";
import { StartupError } from "#src/lib/errors.ts";
import type { CheckedBackup } from "./check.ts";
import { copyIn } from "./copy.ts";
import { type Manifest, tableOfChunk } from "./format.ts";
import { dropOwn, readPresent } from "./present.ts";
import { readEntries } from "./read-file.ts";
import type { Progress } from "./write.ts";

interface Input {
  connection: Connection;
  path: string;
  /** What `checkBackup` has found in it. */
  backup: CheckedBackup;
  /** Whether what is there may be lost. */
  replaces: boolean;
  onProgress?: Progress;
}

/**
 * Puts what is in a backup in the place of what is in the database, in one transaction: when
 * anything goes wrong, or the process is killed, nothing has happened. The tables are then those of
 * the version that wrote the backup, and are to be brought up to ours.
 * Errors: `StartupError`, one sentence, when a server uses the database, or something is there that
 * may not be lost.
 */
export async function restoreBackup(input: Input): Promise<void> {
  const { connection, backup } = input;
  await withMigrator(connection, async (sql) => {
    await inTransaction(sql, (tx) => replaceAll(tx, input));
    // The planner knows nothing of tables that were filled at once.
    for (const { name } of backup.manifest.tables) await sql`analyze ${sql(name)}`;
  });
}

async function replaceAll(tx: Transaction, input: Input): Promise<void> {
  const { manifest } = input.backup;
  await refuseServers(tx);
  await refuseOthers(tx);
  if (!input.replaces) await refuseData(tx);
  await tx`select set_config('lock_timeout', '10s', true)`;
  await ensureJournal(tx);
  await dropOwn(tx);
  await clearJournal(tx);
  const applied = new Set(manifest.migrations.map(({ createdAt }) => createdAt));
  for (const migration of readMigrations())
    if (applied.has(migration.createdAt)) await apply(tx, migration);
  const { months } = manifest;
  if (months) await ensurePartitionsBetween(tx, new Date(months.from), new Date(months.to));
  await fillTables(tx, input);
  await setIdentities(tx, manifest);
}

/** A server that starts meanwhile waits for the lock. */
async function refuseServers(tx: Transaction): Promise<void> {
  const [row] = await tx<{ isOurs: boolean }[]>`
    select pg_try_advisory_xact_lock(${locks.migration}) as "isOurs"
  `;
  if (!row?.isOurs || (await isInUse(tx)))
    throw new StartupError("A server uses this database: stop the server first, then restore.");
}

/**
 * Tables of a later version, which we do not know, would stay and be in the way of the next upgrade;
 * those of somebody else that have our names would be lost.
 */
async function refuseOthers(tx: Transaction): Promise<void> {
  const journal = await readJournal(tx);
  await refuseForeign(tx, journal);
  if (isLater(journal))
    throw new StartupError(
      "The database is of a later version than this program: restore into an empty one. " +
        "Move the folder pg18 out of DATA_DIR, or name another database by DATABASE_URL.",
    );
}

async function refuseData(tx: Transaction): Promise<void> {
  const present = await readPresent(tx);
  if (present.sites + present.users === 0) return;
  const { sites, users, events, since } = present;
  const traffic = since ? `${count(events, "event")} since ${since}` : "no events";
  throw new StartupError(
    `The database holds ${count(sites, "site")}, ${count(users, "account")} and ${traffic}: ` +
      "say --replace to lose that for what is in the backup.",
  );
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

async function fillTables(tx: Transaction, input: Input): Promise<void> {
  const { path, backup, onProgress = () => {} } = input;
  const columnsOf = new Map(backup.manifest.tables.map(({ name, columns }) => [name, columns]));
  for await (const { name, bytes } of readEntries(path, onProgress)) {
    const table = tableOfChunk(name);
    const columns = columnsOf.get(table ?? "");
    if (!table || !columns) continue;
    const list = columns.map((column) => `"${column}"`).join(", ");
    await copyIn(tx, `copy "${table}" (${list}) from stdin`, bytes).catch((error: Error) => {
      if (isConnectionLoss(error)) throw error;
      throw new StartupError(`${path} does not fit our table ${table}: ${error.message}.`);
    });
  }
}

/** What is made from now on gets numbers that nothing ever had. */
async function setIdentities(tx: Transaction, { identities }: Manifest): Promise<void> {
  for (const { table, column, last } of identities)
    if (last !== null)
      await tx`select setval(pg_get_serial_sequence(${table}, ${column})::regclass, ${last}::bigint)`;
}
