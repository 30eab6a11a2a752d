import { resolve } from "node:path";
import { writeAudit } from "#src/auth/audit.ts";
import { type CheckedBackup, checkBackup } from "#src/db/backup/check.ts";
import { restoreBackup } from "#src/db/backup/restore.ts";
import { type Connection, openDatabase } from "#src/db/client.ts";
import { migrateDatabase } from "#src/db/migrate.ts";
import { StartupError } from "#src/lib/errors.ts";
import { type Command, UsageError } from "./command.ts";
import { hasDatabase, nameDatabase, reachDatabase } from "./database.ts";
import { createProgress } from "./progress.ts";

export const restore: Command = {
  name: "restore",
  usage: "FILE [--replace]",
  summary: "Put what is in a backup in the place of all that there is.",
  options: { replace: { type: "boolean" } },
  wordsMax: 1,
  run: async ({ config, flags, words: [word] }) => {
    if (!word) throw new UsageError("Say what: tracker-analytics restore FILE.");
    const path = resolve(word);
    const backup = await checkBackup(path, createProgress("Checking"));
    if (!hasDatabase(config))
      console.log(`There is no ${nameDatabase(config)} yet, so a new one is made there.`);
    const { connection, isServed, stop } = await reachDatabase(config);
    try {
      if (isServed)
        throw new StartupError("The server is running: stop the server first, then restore.");
      await restoreBackup({
        ...{ connection, path, backup, replaces: flags.replace === true },
        onProgress: createProgress("Restoring"),
      });
      await migrateDatabase(connection, new Date());
      await note(connection, backup);
      console.log(describe(backup, nameDatabase(config)));
      return 0;
    } finally {
      await stop();
    }
  },
};

/** The log of what was done is the backup's too, and says from here on why it has a gap. */
async function note(connection: Connection, backup: CheckedBackup): Promise<void> {
  const { orm, close } = openDatabase(connection);
  const actor = { userId: null, email: null, ip: null };
  const subject = momentOf(backup);
  await writeAudit(orm, { actor, action: "instance.restore", subject, at: new Date() });
  await close();
}

function momentOf({ manifest }: CheckedBackup): string {
  return `${manifest.createdAt.slice(0, 16).replace("T", " ")} UTC`;
}

function describe(backup: CheckedBackup, place: string): string {
  const count = (table: string) => (backup.rows[table] ?? 0).toLocaleString("en");
  const counts = `sites: ${count("sites")}, accounts: ${count("users")}, events: ${count("events")}`;
  return `Restored as of ${momentOf(backup)} into the ${place}: ${counts}.`;
}
