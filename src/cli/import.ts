import { StartupError } from "#src/lib/errors.ts";
import { parseDomain } from "#src/sites/hostnames.ts";
import { snippetOf } from "#src/sites/snippet.ts";
import { type Command, type Flags, UsageError } from "./command.ts";
import { openForCommand } from "./database.ts";
import { checkExport, importSite, refuseTaken } from "./move/import-site.ts";
import { roomOf } from "./move/room.ts";
import { spoolInput } from "./move/spool-input.ts";
import { standardStream } from "./move/write-file.ts";
import { createProgress } from "./progress.ts";
import { waitForTask } from "./site-task.ts";

export const importCommand: Command = {
  name: "import",
  usage: "FILE [--as DOMAIN]",
  summary: "Take in a site that was exported from another instance.",
  options: { as: { type: "string" } },
  wordsMax: 1,
  run: async ({ config, flags, words: [word] }) => {
    if (!word) throw new UsageError("Say what: tracker-analytics import FILE.");
    const spooled = word === standardStream ? await spoolInput() : null;
    const path = spooled?.path ?? word;
    const now = new Date();
    try {
      const checked = await checkExport({ path, now, onProgress: createProgress("Checking") });
      const domain = readDomain(flags) ?? checked.site.fields.domain;
      const { database, close } = await openForCommand(config);
      try {
        await refuseTaken(database.work, domain);
        const onProgress = createProgress(`Importing ${domain}`);
        const input = { checked, domain, path, now, onProgress, checkRoom: roomOf(config) };
        const made = await importSite(database.work, input);
        await waitForTask({
          ...{ database, config, siteId: made.id },
          kind: checked.site.isArchived ? "rebuild" : "import",
          title: `Counting ${domain}`,
          failed: `${domain} is here, but not yet counted`,
        });
        console.log(describe(domain, checked));
        if (!made.isOwnKey) {
          console.log("Its key is another site's here. Its pages need this snippet instead:");
          console.log(snippetOf(config.publicUrl ?? `http://localhost:${config.port}`, made.key));
        }
        return 0;
      } finally {
        await close();
      }
    } finally {
      spooled?.remove();
    }
  },
};

function readDomain(flags: Flags): string | null {
  if (flags.as === undefined) return null;
  const domain = parseDomain(String(flags.as));
  if (!domain) throw new StartupError(`--as must be a domain, not "${String(flags.as)}".`);
  return domain;
}

function describe(domain: string, { counts, site }: Awaited<ReturnType<typeof checkExport>>) {
  const events = `${counts.events.toLocaleString("en")} event${counts.events === 1 ? "" : "s"}`;
  const from = site.eventsFrom;
  const older = counts.visits > 0 ? `, and the figures of the days before ${from}` : "";
  const state = site.isArchived ? "It is archived, as it was." : "It is counted from now on.";
  return `${domain} is here with ${events}${older}. ${state}`;
}
