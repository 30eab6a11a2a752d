import { StartupError } from "#src/lib/errors.ts";
import { readVersion } from "#src/lib/version.ts";
import type { Sql } from "./client.ts";
import { type Migration, readMigrations } from "./migrations.ts";
import type { Transaction } from "./transaction.ts";

/** The name in `settings` under which the program that last changed the tables left its version. */
export const versionSetting = "version";

/** How far the tables of a database are behind this program. */
export interface MigrationState {
  /** What is still to be done, the oldest first. */
  pending: Migration[];
  /** The last that was done; null in a new database. */
  last: string | null;
  /** The program that did it; null when it did not say so yet. */
  version: string | null;
  /** Whether there is anything that could be lost. */
  hasData: boolean;
}

/**
 * Reads which migrations a database has. They are told apart by their moment, as drizzle does.
 * Errors: `StartupError` when it has one that this program does not know.
 */
export async function readMigrationState(sql: Sql | Transaction): Promise<MigrationState> {
  const known = readMigrations();
  const applied = await readApplied(sql);
  if (applied.size === 0) return { pending: known, last: null, version: null, hasData: false };
  const [row] = await sql<{ version: string | null; hasData: boolean }[]>`
    select (select value #>> '{}' from settings where name = ${versionSetting}) as version,
           exists (select from sites) or exists (select from users) as "hasData"
  `;
  const { version = null, hasData = true } = row ?? {};
  if (isLater(applied)) throw newerError(version);
  const isDone = ({ createdAt }: Migration) => applied.has(createdAt);
  return {
    pending: known.filter((migration) => !isDone(migration)),
    last: known.findLast(isDone)?.name ?? null,
    version,
    hasData,
  };
}

/** Whether a database has migrations that this program does not know. */
export async function isOfLaterVersion(sql: Sql | Transaction): Promise<boolean> {
  return isLater(await readApplied(sql));
}

function isLater(applied: Set<number>): boolean {
  const moments = new Set(readMigrations().map(({ createdAt }) => createdAt));
  return [...applied].some((createdAt) => !moments.has(createdAt));
}

async function readApplied(sql: Sql | Transaction): Promise<Set<number>> {
  const [found] = await sql<{ exists: boolean }[]>`
    select to_regclass('drizzle.__drizzle_migrations') is not null as exists
  `;
  if (!found?.exists) return new Set();
  const rows = await sql<{ createdAt: number }[]>`
    select created_at::float8 as "createdAt" from drizzle.__drizzle_migrations
  `;
  return new Set(rows.map(({ createdAt }) => createdAt));
}

/** A program that does not know the tables would count wrongly, or write what is then lost. */
function newerError(version: string | null): StartupError {
  const own = readVersion();
  const newer = version && version !== own ? `version ${version}` : "a newer version";
  return new StartupError(
    `The database was upgraded by ${newer} and this is ${own}: use that version or a later one, ` +
      "or restore the backup that was made before the upgrade into an empty database.",
  );
}
