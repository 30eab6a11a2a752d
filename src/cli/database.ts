import type { Config } from "#src/config.ts";
import { type Connection, type Database, openDatabase } from "#src/db/client.ts";
import { attachEmbedded, startEmbedded } from "#src/db/embedded/start.ts";
import { migrateDatabase } from "#src/db/migrate.ts";

/** The database as a command has it open. */
export interface OpenedDatabase {
  connection: Connection;
  database: Database;
  close(): Promise<void>;
}

interface OpenOptions {
  log: (line: string) => void;
  /** Called when the embedded server keeps dying and is no longer restarted. */
  onGiveUp?: () => void;
}

/**
 * Opens the database of the server: by `DATABASE_URL`, else our own PostgreSQL, started here.
 * Errors: `StartupError`, one sentence, when that cannot be done.
 */
export async function openForServer(config: Config, options: OpenOptions): Promise<OpenedDatabase> {
  if (config.databaseUrl) return open(config.databaseUrl, async () => {});
  const { dataDir, runtimeDir, databaseUser } = config;
  const embedded = await startEmbedded({ dataDir, runtimeDir, databaseUser, ...options });
  return open(embedded.connection, () => embedded.stop());
}

/** The same for a short command, which joins the database of a server that is running. */
export async function openForCommand(config: Config): Promise<OpenedDatabase> {
  const running = config.databaseUrl ? null : attachEmbedded(config.dataDir);
  if (running) return open(running, async () => {});
  return openForServer(config, { log: () => {} });
}

async function open(connection: Connection, stop: () => Promise<void>): Promise<OpenedDatabase> {
  try {
    await migrateDatabase(connection, new Date());
  } catch (error) {
    await stop();
    throw error;
  }
  const database = openDatabase(connection);
  return {
    connection,
    database,
    close: async () => {
      await database.close();
      await stop();
    },
  };
}
