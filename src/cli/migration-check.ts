import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { Config } from "#src/config.ts";
import type { Sql } from "#src/db/client.ts";
import { withMigrator } from "#src/db/migrate.ts";
import { type MigrationState, readMigrationState } from "#src/db/migration-state.ts";
import { estimateWork, type SizedWork, sizeWork, workOf } from "#src/db/migration-work.ts";
import { estimateBackup, freeBytes } from "#src/db/upgrade-backup.ts";
import { formatBytes, formatDuration } from "#src/lib/format.ts";
import { hasDatabase, nameDatabase, reachDatabase } from "./database.ts";
import { upgradeFolder } from "./upgrade.ts";

/** What takes no time, however it is treated. Units: bytes. */
const smallMax = 1_000_000;
const bytes = (size: number) => formatBytes("en", size);

/**
 * Says what an upgrade would do, and does nothing. Resolves to the exit code: 0 when nothing is to
 * be done, else 1.
 */
export async function checkMigrations(config: Config): Promise<number> {
  if (!hasDatabase(config)) {
    console.log(`There is no database in ${config.dataDir} yet: the first start makes one.`);
    return 1;
  }
  const { connection, stop } = await reachDatabase(config);
  try {
    return await withMigrator(connection, async (sql) => {
      const state = await readMigrationState(sql);
      for (const line of await describe(sql, state, config)) console.log(line);
      return state.pending.length > 0 ? 1 : 0;
    });
  } finally {
    await stop();
  }
}

async function describe(sql: Sql, state: MigrationState, config: Config): Promise<string[]> {
  const { pending, hasData } = state;
  if (pending.length === 0) return [`The ${nameDatabase(config)} is up to date.`];
  if (!hasData) return ["The database is empty: the next start makes its tables, at once."];
  const one = pending.length === 1;
  const work = await sizeWork(sql, pending.flatMap(workOf));
  return [
    one ? "1 migration is to be done:" : `${pending.length} migrations are to be done:`,
    ...pending.map(({ name, summary }) => `  ${name}  ${summary}`),
    ...describeWork(work),
    describeRoom(config, await estimateBackup(sql)),
  ];
}

function describeWork(work: readonly SizedWork[]): string[] {
  const { durationMs, diskBytes } = estimateWork(work);
  const touched = work
    .map(({ way, table, rowBytes, indexBytes }) => ({ way, table, size: rowBytes + indexBytes }))
    .filter(({ size }) => size >= smallMax)
    .map(({ way, table, size }) => `${way} ${table} (${bytes(size)})`);
  if (touched.length === 0) return ["No table of more than 1 MB is rewritten, indexed or read."];
  const time = durationMs < 1000 ? "a second" : formatDuration("en", durationMs);
  return [
    `That ${touched.join(", ")}.`,
    `It takes about ${time} and up to ${bytes(diskBytes)} of the database's disk: reckoned from ` +
      "these sizes alone, at the pace of a small server.",
  ];
}

/** Free disk, where it can be asked. */
function describeRoom(config: Config, backupBytes: number): string {
  const folder = upgradeFolder(config);
  const data = config.databaseUrl
    ? "How much is free on the disk of DATABASE_URL is not known here."
    : `${bytes(freeAt(config.dataDir))} are free on the disk of ${config.dataDir}.`;
  return (
    `${data}\nA backup of up to ${bytes(backupBytes)} is made before, in ${folder}, ` +
    `where ${bytes(freeAt(folder))} are free.`
  );
}

/** A folder that is yet to be made will be on the disk of the one that it is made in. */
function freeAt(folder: string): number {
  let at = folder;
  while (!existsSync(at)) at = dirname(at);
  return freeBytes(at);
}
