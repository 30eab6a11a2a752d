import type { Config } from "#src/config.ts";
import { type Connection, type Database, openDatabase } from "#src/db/client.ts";
import { withMigrator } from "#src/db/migrate.ts";
import { readMigrationState } from "#src/db/migration-state.ts";
import type { DatabaseState } from "#src/doctor/facts.ts";
import type { Settings } from "#src/doctor/settings.ts";
import { lookAtServer, lookInto } from "#src/doctor/store.ts";
import { DeadlineError, withDeadline } from "#src/lib/deadline.ts";
import { StartupError } from "#src/lib/errors.ts";
import { describeError } from "#src/lib/log.ts";
import { hasDatabase, reachDatabase } from "./database.ts";

/** What a look into the database has shown; the database itself only where it can be used. */
export interface Look {
  state: DatabaseState;
  database: Database | null;
  close(): Promise<void>;
}

/** A network that swallows what is sent would be waited for by each question anew. */
const usualPatienceMs = 10_000;

/**
 * Looks into the database and changes nothing of it: none is made, and no table is migrated. What has
 * not answered by then has failed.
 */
export async function lookIntoDatabase(
  config: Config & Pick<Settings, "isEmbedded">,
  { patienceMs = usualPatienceMs } = {},
): Promise<Look> {
  if (config.isEmbedded !== (config.databaseUrl === null))
    return withoutDatabase({ kind: "unseen" });
  if (!hasDatabase(config)) return withoutDatabase({ kind: "none" });
  const closes: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of closes.toReversed()) await end();
  };
  try {
    // One of ours that was killed takes its time to start.
    const { connection, stop } = await reachDatabase(config);
    closes.push(stop);
    const behind = await withDeadline(readBehind(connection), patienceMs);
    if (behind) return { state: behind, database: null, close };
    const database = openDatabase(connection);
    closes.push(() => database.close());
    const state = await withDeadline(
      lookInto(database, () => new Date()),
      patienceMs,
    );
    return { state, database, close };
  } catch (error) {
    await close();
    return withoutDatabase({ kind: "failed", why: reasonOf(error, patienceMs) });
  }
}

/** What is to be said of tables that are not those of this version; null of those that are. */
async function readBehind(connection: Connection): Promise<DatabaseState | null> {
  return await withMigrator(connection, async (sql) => {
    const { pending } = await readMigrationState(sql);
    return pending.length > 0 ? await lookAtServer(sql, pending.length) : null;
  });
}

function reasonOf(error: unknown, patienceMs: number): string {
  if (error instanceof DeadlineError) return `it gave no answer within ${patienceMs / 1_000} s.`;
  const sentence = error instanceof StartupError ? error.message : describeError(error);
  return sentence.replace(/^The database cannot be used: /, "");
}

function withoutDatabase(state: DatabaseState): Look {
  return { state, database: null, close: async () => {} };
}
