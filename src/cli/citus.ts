import { citusStatements, distribute } from "#src/db/citus.ts";
import { withMigrator } from "#src/db/migrate.ts";
import { StartupError } from "#src/lib/errors.ts";
import { tryCounting } from "./citus-trial.ts";
import type { Command } from "./command.ts";
import { openForCommand } from "./database.ts";

export const citus: Command = {
  name: "citus",
  usage: "[--print]",
  summary: "Spread the tables over a Citus cluster by site; --print only shows the statements.",
  options: { print: { type: "boolean" } },
  wordsMax: 0,
  run: async ({ config, flags }) => {
    const say = (statement: string) => console.log(`${statement};`);
    if (flags.print) {
      for (const statement of citusStatements()) say(statement);
      return 0;
    }
    if (!config.databaseUrl)
      throw new StartupError("The embedded PostgreSQL is one machine: set DATABASE_URL.");
    const opened = await openForCommand(config);
    try {
      const done = await withMigrator(opened.connection, (sql) =>
        distribute(sql, { onStatement: say, tryOut: (tx) => tryCounting(tx, new Date()) }),
      );
      console.log(done.length > 0 ? "The tables are spread by site." : "There was nothing to do.");
      return 0;
    } finally {
      await opened.close();
    }
  },
};
