import type { Command } from "./command.ts";
import { nameDatabase, openForCommand, requireDatabase } from "./database.ts";
import { checkMigrations } from "./migration-check.ts";
import { upgradeOfCommand } from "./upgrade.ts";

export const migrate: Command = {
  name: "migrate",
  usage: "[--check] [--no-backup]",
  summary:
    "Bring the database up to this version, and stop; --check only says what there is to do.",
  options: { check: { type: "boolean" }, "no-backup": { type: "boolean" } },
  wordsMax: 0,
  run: async ({ config, flags }) => {
    if (flags.check) return checkMigrations(config);
    requireDatabase(config);
    const upgrade = upgradeOfCommand(config, { isBackedUp: !flags["no-backup"] });
    const opened = await openForCommand(config, upgrade);
    await opened.close();
    console.log(`The ${nameDatabase(config)} is up to date.`);
    return 0;
  },
};
