import { resolve } from "node:path";
import { type CheckedBackup, checkBackup } from "#src/db/backup/check.ts";
import { restoreBackup } from "#src/db/backup/restore.ts";
import { migrateDatabase } from "#src/db/migrate.ts";
import { StartupError } from "#src/lib/errors.ts";
import type { Command } from "./command.ts";
import { reachDatabase } from "./database.ts";
import { createProgress } from "./progress.ts";

export const restore: Command = {
  name: "restore",
  usage: "FILE [--replace]",
  summary: "Put what is in a backup in the place of all that there is.",
  options: { replace: { type: "boolean" } },
  wordsMax: 1,
  run: async ({ config, flags, words: [word] }) => {
    if (!word) throw new StartupError("Say what: tracker-analytics restore FILE.");
    const path = resolve(word);
    const backup = await checkBackup(path, createProgress("Checking"));
    const { connection, isServed, stop } = await reachDatabase(config);
    try {
      if (isServed)
        throw new StartupError("The server is running: stop the server first, then restore.");
      await restoreBackup({
        ...{ connection, path, backup, replaces: flags.replace === true },
        onProgress: createProgress("Restoring"),
      });
      await migrateDatabase(connection, new Date());
      console.log(describe(backup));
      return 0;
    } finally {
      await stop();
    }
  },
};

function describe({ manifest, rows }: CheckedBackup): string {
  const count = (table: string) => (rows[table] ?? 0).toLocaleString("en");
  const at = manifest.createdAt.slice(0, 16).replace("T", " ");
  return `Restored as of ${at} UTC: sites: ${count("sites")}, accounts: ${count("users")}, events: ${count("events")}.`;
}
