import { StartupError } from "#src/lib/errors.ts";
import { parseDomain } from "#src/sites/hostnames.ts";
import { listAllSites } from "#src/sites/store.ts";
import { type Command, UsageError } from "./command.ts";
import { openForCommand, requireDatabase } from "./database.ts";
import { exportSite } from "./move/export-site.ts";
import { standardStream, writePieces } from "./move/write-file.ts";
import { createProgress } from "./progress.ts";

export const exportCommand: Command = {
  name: "export",
  usage: "DOMAIN FILE",
  summary: "Write one site with all its events into a file, also while the server runs.",
  wordsMax: 2,
  run: async ({ config, words: [text, path] }) => {
    if (!text || !path)
      throw new UsageError("Say what and where to: tracker-analytics export DOMAIN FILE.");
    requireDatabase(config);
    const { database, close } = await openForCommand(config);
    try {
      const domain = parseDomain(text);
      const found = (await listAllSites(database.orm)).find(
        (one) => one.domain === domain && !one.deletedAt,
      );
      if (!found) throw new StartupError(`There is no site ${text}.`);
      // The export itself may be on the standard output.
      const onProgress = createProgress(`Exporting ${found.domain}`, process.stderr);
      const site = { sql: database.work, site: found, now: new Date(), onProgress };
      await writePieces(path, exportSite(site));
      const place = path === standardStream ? "" : ` in ${path}`;
      console.error(`${found.domain} is${place || " written"}, with its settings and events.`);
      return 0;
    } finally {
      await close();
    }
  },
};
