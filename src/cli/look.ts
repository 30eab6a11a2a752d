import type { Config } from "#src/config.ts";
import { type Database, openDatabase } from "#src/db/client.ts";
import { withMigrator } from "#src/db/migrate.ts";
import { readMigrationState } from "#src/db/migration-state.ts";
import type { DatabaseState } from "#src/doctor/facts.ts";
import type { Settings } from "#src/doctor/settings.ts";
import { lookAtServer, lookInto } from "#src/doctor/store.ts";
import { StartupError } from "#src/lib/errors.ts";
import { describeError } from "#src/lib/log.ts";
import { hasDatabase, reachDatabase } from "./database.ts";

/** What a look into the database has shown; the database itself only where it can be used. */
export interface Look {
  state: DatabaseState;
  database: Database | null;
  close(): Promise<void>;
}

/** Looks into the database and changes nothing of it: none is made, and no table is migrated. */
export async function lookIntoDatabase(
  config: Config & Pick<Settings, "isEmbedded">,
): Promise<Look> {
  if (config.isEmbedded !== (config.databaseUrl === null))
    return withoutDatabase({ kind: "unseen" });
  if (!hasDatabase(config)) return withoutDatabase({ kind: "none" });
  const closes: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of closes.toReversed()) await end();
  };
  try {
    const { connection, stop } = await reachDatabase(config);
    closes.push(stop);
    const behind = await withMigrator(connection, async (sql) => {
      const { pending } = await readMigrationState(sql);
      return pending.length > 0 ? await lookAtServer(sql, pending.length) : null;
    });
    if (behind) return { state: behind, database: null, close };
    const database = openDatabase(connection);
    closes.push(() => database.close());
    return { state: await lookInto(database, () => new Date()), database, close };
  } catch (error) {
    await close();
    const sentence = error instanceof StartupError ? error.message : describeError(error);
    return withoutDatabase({
      kind: "failed",
      why: sentence.replace(/^The database cannot be used: /, ""),
    });
  }
}

function withoutDatabase(state: DatabaseState): Look {
  return { state, database: null, close: async () => {} };
}
