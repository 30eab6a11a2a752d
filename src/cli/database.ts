import { existsSync, mkdirSync } from "node:fs";
import type { Config } from "#src/config.ts";
import { type Connection, type Database, openDatabase } from "#src/db/client.ts";
import { clusterOf } from "#src/db/embedded/layout.ts";
import { type DataLock, lockDataDir } from "#src/db/embedded/lock.ts";
import { attachEmbedded, startEmbedded } from "#src/db/embedded/start.ts";
import { migrateDatabase, type UpgradeSteps } from "#src/db/migrate.ts";
import { StartupError } from "#src/lib/errors.ts";
import { noUpgrade, upgradeOfCommand } from "./upgrade.ts";

/** A PostgreSQL that is up, whatever is in it. */
export interface ReachedDatabase {
  connection: Connection;
  /** Whether a server that runs has it open already. */
  isServed: boolean;
  stop(): Promise<void>;
}

/** The database as a command has it open. */
export interface OpenedDatabase {
  connection: Connection;
  database: Database;
  close(): Promise<void>;
}

interface StartOptions {
  log: (line: string) => void;
  /** Called when the embedded server keeps dying and is no longer restarted. */
  onGiveUp?: () => void;
}

/**
 * Opens the database of the server: by `DATABASE_URL`, else our own PostgreSQL, started here.
 * Errors: `StartupError`, one sentence, when that cannot be done.
 */
export async function openForServer(
  config: Config,
  { upgrade, ...options }: StartOptions & { upgrade: UpgradeSteps },
): Promise<OpenedDatabase> {
  const opened = await open(await start(config, options), upgrade);
  if (!config.databaseUrl) return opened;
  try {
    const lock = await holdSpool(config.dataDir);
    return {
      ...opened,
      close: async () => {
        await opened.close();
        lock?.release();
      },
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/**
 * Takes the data folder, which is all that a server beside a PostgreSQL of somebody else has on disk:
 * of two that spool into one, each would delete what the other has acknowledged. Where nothing can be
 * written there is no spool, and nothing to take.
 */
async function holdSpool(dataDir: string): Promise<DataLock | null> {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    return await lockDataDir(dataDir);
  } catch (error) {
    if (/^(EACCES|EPERM|EROFS)$/.test(String((error as { code?: unknown }).code))) return null;
    throw error;
  }
}

/** Whether there is a database that could be opened; what DATABASE_URL names is taken to be there. */
export function hasDatabase({ databaseUrl, dataDir }: Config): boolean {
  return databaseUrl !== null || existsSync(clusterOf(dataDir));
}

/**
 * Refuses to go on without one: a folder that was mistyped, or a command that was not told of
 * DATABASE_URL, would make an empty database and report on that.
 * Errors: `StartupError`.
 */
export function requireDatabase(config: Config): void {
  if (hasDatabase(config)) return;
  throw new StartupError(
    `There is no database in ${config.dataDir}: ` +
      "say by DATA_DIR or --data-dir where it is, or by DATABASE_URL.",
  );
}

/** What a person knows the database by: its folder, or its name and host without the password. */
export function nameDatabase({ databaseUrl, dataDir }: Config): string {
  if (databaseUrl === null) return `database in ${dataDir}`;
  const { pathname, username, host } = new URL(databaseUrl);
  // As the client reads it: without a name it is the user's, without a host it is here.
  const name = decodeURIComponent(pathname.slice(1) || username);
  return `database ${name} on ${host || "localhost"}`;
}

/** The same for a short command, which joins the database of a server that is running. */
export async function openForCommand(
  config: Config,
  upgrade = upgradeOfCommand(config),
): Promise<OpenedDatabase> {
  const reached = await reachDatabase(config);
  return open(reached, reached.isServed ? noUpgrade : upgrade);
}

/** The same, but the tables stay as they are. */
export async function reachDatabase(config: Config): Promise<ReachedDatabase> {
  const running = config.databaseUrl ? null : attachEmbedded(config.dataDir);
  if (running) return { connection: running, isServed: true, stop: async () => {} };
  return start(config, { log: () => {} });
}

async function start(config: Config, options: StartOptions): Promise<ReachedDatabase> {
  const { dataDir, runtimeDir, databaseUser, databaseUrl } = config;
  if (databaseUrl) return { connection: databaseUrl, isServed: false, stop: async () => {} };
  const embedded = await startEmbedded({ dataDir, runtimeDir, databaseUser, ...options });
  const { connection, stop } = embedded;
  return { connection, isServed: false, stop };
}

async function open(
  { connection, stop }: ReachedDatabase,
  upgrade: UpgradeSteps,
): Promise<OpenedDatabase> {
  try {
    await migrateDatabase(connection, new Date(), upgrade);
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
