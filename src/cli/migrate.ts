import type { Command } from "./command.ts";
import { openForCommand } from "./database.ts";

export const migrate: Command = {
  name: "migrate",
  usage: "",
  summary: "Bring the database up to this version, and stop.",
  wordsMax: 0,
  run: async ({ config }) => {
    const opened = await openForCommand(config);
    await opened.close();
    console.log("The database is up to date.");
    return 0;
  },
};
