import type { Config } from "#src/config.ts";
import { attachEmbedded } from "#src/db/embedded/start.ts";
import { checkPortFree } from "#src/http/port.ts";
import { StartupError } from "#src/lib/errors.ts";
import type { Command } from "./command.ts";
import { type OpenedDatabase, openForCommand } from "./database.ts";
import { fillDemo } from "./demo/fill.ts";
import { createProgress } from "./progress.ts";
import { runServer } from "./serve.ts";

export const demo: Command = {
  name: "demo",
  usage: "",
  summary: "Fill the site demo.example with a year of made-up visits, and serve.",
  wordsMax: 0,
  run: async ({ config }) => {
    if (!(await isServed(config))) return runServer(config, fill);
    const opened = await openForCommand(config);
    try {
      await fill(opened);
      console.log("Sign in to the server that is running and open /sites/demo.example.");
      return 0;
    } finally {
      await opened.close();
    }
  },
};

/** Whether a server of this installation is running already, which shows the demo at once. */
async function isServed(config: Config): Promise<boolean> {
  if (!config.databaseUrl) return attachEmbedded(config.dataDir) !== null;
  try {
    await checkPortFree(config);
    return false;
  } catch (error) {
    if (error instanceof StartupError) return true;
    throw error;
  }
}

async function fill({ database }: OpenedDatabase): Promise<void> {
  const startedAt = performance.now();
  const onProgress = createProgress("Filling demo.example");
  const { domain, events } = await fillDemo({ database, now: new Date(), onProgress });
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  console.log(`${domain} has ${events.toLocaleString("en")} events (${seconds} s).`);
}
