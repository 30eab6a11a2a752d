import type { Command } from "./command.ts";
import { openForCommand } from "./database.ts";
import { fillDemo } from "./demo/fill.ts";
import { createProgress } from "./progress.ts";

export const demo: Command = {
  name: "demo",
  usage: "",
  summary: "Fill the site demo.example with a year of made-up visits.",
  wordsMax: 0,
  run: async ({ config }) => {
    const opened = await openForCommand(config);
    try {
      const startedAt = performance.now();
      const { domain, events } = await fillDemo({
        database: opened.database,
        now: new Date(),
        onProgress: createProgress("Filling demo.example"),
      });
      const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
      console.log(`${domain} has ${events.toLocaleString("en")} events (${seconds} s).`);
      console.log(`Start the server, sign in and open /sites/${domain}.`);
      return 0;
    } finally {
      await opened.close();
    }
  },
};
