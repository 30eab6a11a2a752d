import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { writeBackup } from "#src/db/backup/write.ts";
import { openDatabase } from "#src/db/client.ts";
import { StartupError } from "#src/lib/errors.ts";
import { formatBytes } from "#src/lib/format.ts";
import { readVersion } from "#src/lib/version.ts";
import { type Command, UsageError } from "./command.ts";
import { reachDatabase, requireDatabase } from "./database.ts";
import { createProgress } from "./progress.ts";

export const backup: Command = {
  name: "backup",
  usage: "FILE",
  summary: "Write all that there is into one file, also while the server runs.",
  wordsMax: 1,
  run: async ({ config, words: [word] }) => {
    if (!word)
      throw new UsageError("Say where to: tracker-analytics backup tracker-backup.tar.zst.");
    const path = resolve(word);
    if (existsSync(path)) throw new StartupError(`${path} is there already: name another file.`);
    requireDatabase(config);
    const { connection, stop } = await reachDatabase(config);
    const database = openDatabase(connection);
    try {
      const { bytes } = await writeBackup({
        ...{ sql: database.work, path, version: readVersion(), now: new Date() },
        onProgress: createProgress("Backing up"),
        onCheck: createProgress("Checking"),
      });
      console.log(`${path} is a backup of everything (${formatBytes("en", bytes)}).`);
      return 0;
    } finally {
      await database.close();
      await stop();
    }
  },
};
