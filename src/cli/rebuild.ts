import { StartupError } from "#src/lib/errors.ts";
import { parseDay } from "#src/lib/time.ts";
import { listAllSites, listSiteIds } from "#src/sites/store.ts";
import { rebuild as rebuildProjections } from "#src/stats/project/rebuild.ts";
import type { Command, Flags } from "./command.ts";
import { openForCommand } from "./database.ts";
import { createProgress } from "./progress.ts";

export const rebuild: Command = {
  name: "rebuild",
  usage: "[--site D] [--from D] [--to D]",
  summary: "Compute visits and daily figures anew from the events, by the site's time zone.",
  options: { site: { type: "string" }, from: { type: "string" }, to: { type: "string" } },
  wordsMax: 0,
  run: async ({ config, flags }) => {
    const [from, to] = [readDay("from", flags.from), readDay("to", flags.to)];
    const opened = await openForCommand(config);
    try {
      const siteIds = await listSiteIds(opened.database.orm, flags.site as string | undefined);
      if (flags.site && siteIds.length === 0)
        throw new StartupError(`There is no site ${String(flags.site)}.`);
      const progress = createProgress("Rebuilding");
      const skipped = await rebuildProjections(opened.database, { siteIds, from, to }, progress);
      const sites = skipped.length > 0 ? await listAllSites(opened.database.orm) : [];
      for (const { siteId, eventsFrom } of skipped) {
        const domain = sites.find(({ id }) => id === siteId)?.domain;
        console.log(
          `${domain}: the days before ${eventsFrom} stay as they were counted, as their events are not kept.`,
        );
      }
      return 0;
    } finally {
      await opened.close();
    }
  },
};

function readDay(name: string, value: Flags[string]) {
  if (value === undefined) return undefined;
  const day = parseDay(String(value));
  if (!day) throw new StartupError(`--${name} must be a day such as 2026-01-31.`);
  return day;
}
