import { StartupError } from "#src/lib/errors.ts";
import { readVersion } from "#src/lib/version.ts";
import type { Sql } from "./client.ts";
import { refuseForeign } from "./foreign.ts";
import { type Applied, readJournal } from "./journal.ts";
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
 * Reads which migrations a database has. They are told apart by their moment.
 * Errors: `StartupError` when it has one that this program does not know, or things of others that
 * are in the way.
 */
export async function readMigrationState(sql: Sql | Transaction): Promise<MigrationState> {
  const known = readMigrations();
  const journal = await readJournal(sql);
  if (journal.length === 0) {
    await refuseForeign(sql, journal);
    return { pending: known, last: null, version: null, hasData: false };
  }
  const [row] = await sql<{ version: string | null; hasData: boolean }[]>`
    select (select value #>> '{}' from settings where name = ${versionSetting}) as version,
           exists (select from sites) or exists (select from users) as "hasData"
  `;
  const { version = null, hasData = true } = row ?? {};
  if (isLater(journal)) throw newerError(version);
  const applied = new Set(journal.map(({ createdAt }) => createdAt));
  const isDone = ({ createdAt }: Migration) => applied.has(createdAt);
  const pending = known.filter((migration) => !isDone(migration));
  if (pending.length > 0) await refuseForeign(sql, journal);
  return { pending, last: known.findLast(isDone)?.name ?? null, version, hasData };
}

/** Whether a database has migrations that this program does not know. */
export function isLater(journal: readonly Applied[]): boolean {
  const moments = new Set(readMigrations().map(({ createdAt }) => createdAt));
  return journal.some(({ createdAt }) => !moments.has(createdAt));
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
