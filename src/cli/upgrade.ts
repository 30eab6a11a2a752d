import { join } from "node:path";
import type { Config } from "#src/config.ts";
import type { UpgradeSteps } from "#src/db/migrate.ts";
import { isInUse } from "#src/db/servers.ts";
import { backUpBeforeUpgrade } from "#src/db/upgrade-backup.ts";
import { StartupError } from "#src/lib/errors.ts";
import { formatBytes } from "#src/lib/format.ts";
import type { Log } from "#src/lib/log.ts";
import { createProgress, type Progress } from "./progress.ts";

const waiting = "Another server is bringing the database up to date; this one waits for it.";
const blocked =
  "Somebody is reading a table that has to be changed, as a backup does: " +
  "the upgrade is tried again every few seconds until they are done.";

/** Where the backup before an upgrade goes. */
export function upgradeFolder({ backupDir, dataDir }: Config): string {
  return backupDir ?? join(dataDir, "backups");
}

/** What a server does and logs when it starts on a database of an earlier version. */
export function upgradeOfServer(config: Config, log: Log): UpgradeSteps {
  return {
    onWait: () => log("info", waiting),
    onBlocked: () => log("info", blocked),
    onMigration: ({ name, summary }) => log("info", `upgrading the database: ${name}`, { summary }),
    backUp: backUpInto(config, (line) => log("info", line)),
  };
}

/** The same of a command, whose own answer goes to the standard output: this does not. */
export function upgradeOfCommand(config: Config, { isBackedUp = true } = {}): UpgradeSteps {
  const say = (line: string) => console.error(line);
  const bar = (title: string) => createProgress(title, process.stderr);
  const backUp = backUpInto(config, say, bar("Backing up"));
  return {
    onWait: () => say(waiting),
    onBlocked: () => say(blocked),
    onProgress: bar("Upgrading the database"),
    backUp: async (sql, state) => {
      // By DATABASE_URL a command sees a server only in the database itself.
      if (await isInUse(sql)) throw olderServer();
      if (isBackedUp) await backUp(sql, state);
    },
  };
}

/** A command beside a server that runs leaves it the tables that it knows. */
export const noUpgrade: UpgradeSteps = { backUp: () => Promise.reject(olderServer()) };

function olderServer(): StartupError {
  return new StartupError(
    "The server that is running is of an earlier version, and so is its database: " +
      "restart it with this version first.",
  );
}

function backUpInto(
  config: Config,
  say: (line: string) => void,
  onProgress?: Progress,
): NonNullable<UpgradeSteps["backUp"]> {
  return async (sql, state) => {
    const folder = upgradeFolder(config);
    const startedAt = performance.now();
    const steps = onProgress ? { onProgress } : {};
    const made = await backUpBeforeUpgrade({ sql, state, folder, now: new Date(), ...steps });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    say(
      `Backed up before the upgrade: ${made.path} (${formatBytes("en", made.bytes)}, ${seconds} s)`,
    );
  };
}
