import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "#src/db/client.ts";
import { clusterOf } from "#src/db/embedded/layout.ts";
import { type EmbeddedDatabase, startEmbedded } from "#src/db/embedded/start.ts";
import { migrateDatabase } from "#src/db/migrate.ts";
import { ensurePartitionsBetween } from "#src/db/partitions.ts";
import { backUp, keptPrintsOf, printsOf, restoreInto } from "#test/support/backup-stage.ts";
import { makeSite } from "#test/support/events.ts";
import { createFolder } from "#test/support/folder.ts";

// Twelve years of figures, as an import brings them: each month is two tables, with what belongs to
// them, and PostgreSQL has a place for a lock on each of these, for all transactions together.

const maxMs = 120_000;
const [first, last] = [new Date("2015-01-01"), new Date("2026-12-01")];

let folder: ReturnType<typeof createFolder>;
let server: EmbeddedDatabase;
let path: string;
const start = () => startEmbedded({ dataDir, runtimeDir: null, databaseUser: null, log: () => {} });
let dataDir: string;
beforeAll(async () => {
  folder = createFolder("many-months");
  dataDir = join(folder.path, "data");
  path = join(folder.path, "all.tar.zst");
  server = await start();
  await migrateDatabase(server.connection, last);
  await visit(async (work) => {
    await ensurePartitionsBetween(work, first, last);
    await makeSite(work, "shop.example", "UTC");
    await backUp(work, path);
  });
}, maxMs);
afterAll(async () => {
  await server?.stop();
  folder?.remove();
}, maxMs);

async function visit<T>(
  see: (work: ReturnType<typeof openDatabase>["work"]) => Promise<T>,
): Promise<T> {
  const { work, close } = openDatabase(server.connection);
  try {
    return await see(work);
  } finally {
    await close();
  }
}

const replaceAll = () => restoreInto(server.connection, path, { replaces: true });

/** Starts the database anew, after something has become of a file of its settings. */
async function restartAfter(file: string, change: (text: string) => string): Promise<void> {
  await server.stop();
  const at = join(clusterOf(dataDir), file);
  writeFileSync(at, change(readFileSync(at, "utf8")));
  server = await start();
}

const locksMax = async () => {
  const [row] = await visit((work) => work`show max_locks_per_transaction`);
  return Number(row?.max_locks_per_transaction);
};

describe("restoreBackup", () => {
  test(
    "replaces 144 months by as many, on the smallest machine",
    async () => {
      await restartAfter("user.conf", () => "max_locks_per_transaction = 512\n");
      const before = await visit(keptPrintsOf);
      await replaceAll();
      expect(await visit(keptPrintsOf)).toEqual(before);
    },
    maxMs,
  );

  test(
    "names the setting of a PostgreSQL that has too little room, and changes nothing",
    async () => {
      await restartAfter("user.conf", () => "max_locks_per_transaction = 64\n");
      const before = await visit(printsOf);
      await expect(replaceAll()).rejects.toThrow(
        /^PostgreSQL has too little room for the locks of so many months, and nothing was changed: set max_locks_per_transaction to 2048 or more in pg18\/user\.conf of the data folder, /,
      );
      expect(await visit(printsOf)).toEqual(before);
    },
    maxMs,
  );

  test(
    "has the room in a database that an earlier version made",
    async () => {
      await restartAfter("user.conf", () => "");
      await restartAfter("postgresql.conf", (text) => text.replace(/^max_locks.*$/m, ""));
      expect(await locksMax()).toBeGreaterThanOrEqual(512);
    },
    maxMs,
  );
});
