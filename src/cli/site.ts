import { timeZones, withLocalDefaults } from "#src/admin/site-form.ts";
import type { Config } from "#src/config.ts";
import type { Database } from "#src/db/client.ts";
import { StartupError } from "#src/lib/errors.ts";
import { parseDomain } from "#src/sites/hostnames.ts";
import { deleteSite } from "#src/sites/life-store.ts";
import { newSiteFields, type Site } from "#src/sites/site.ts";
import { snippetOf } from "#src/sites/snippet.ts";
import { createSite, listAllSites } from "#src/sites/store.ts";
import { type Command, type Flags, UsageError } from "./command.ts";
import { openForCommand } from "./database.ts";
import { waitForTask } from "./site-task.ts";

/** Who runs a command on the server is nobody who has signed in. */
const actor = { userId: null, email: null, ip: null };

export const site: Command = {
  name: "site",
  usage: "add DOMAIN [--name N] [--time-zone Z] | list | delete DOMAIN --yes",
  summary: "Add a site and print its snippet, list the sites, or delete one with all its figures.",
  options: { name: { type: "string" }, "time-zone": { type: "string" }, yes: { type: "boolean" } },
  wordsMax: 2,
  run: async ({ config, flags, words: [action, domain] }) => {
    if (!isAsked(action, domain))
      throw new UsageError(
        "Say what: tracker-analytics site add DOMAIN, site list, or site delete DOMAIN --yes.",
      );
    const { database, close } = await openForCommand(config);
    try {
      if (action === "list") await list(database);
      if (action === "add") await add({ config, database, flags, text: domain ?? "" });
      if (action === "delete") await remove({ config, database, flags, text: domain ?? "" });
      return 0;
    } finally {
      await close();
    }
  },
};

function isAsked(action: string | undefined, domain: string | undefined): boolean {
  return action === "list" ? domain === undefined : /^(add|delete)$/.test(action ?? "") && !!domain;
}

interface Asked {
  config: Config;
  database: Database;
  flags: Flags;
  /** The domain as it was typed. */
  text: string;
}

async function add({ config, database, flags, text }: Asked): Promise<void> {
  const domain = parseDomain(text);
  if (!domain) throw new StartupError(`"${text}" is not a domain.`);
  const timeZone = String(flags["time-zone"] ?? "UTC");
  if (!timeZones.includes(timeZone))
    throw new StartupError(`--time-zone must be one such as Europe/Paris, not "${timeZone}".`);
  const name = String(flags.name ?? "");
  const fields = withLocalDefaults(newSiteFields({ domain, timeZone, name }));
  const made = await createSite(database.orm, { actor, fields, now: new Date() });
  if (!made) throw new StartupError(`There is a site ${domain} already.`);
  console.log(`${domain} is there. Paste this line into the head of every page:`);
  console.log(snippetOf(config.publicUrl ?? `http://localhost:${config.port}`, made.key));
}

async function list({ orm }: Database): Promise<void> {
  for (const one of await listAllSites(orm))
    console.log([one.domain, one.name, one.timeZone, stateOf(one)].filter(Boolean).join("\t"));
}

function stateOf({ archivedAt, deletedAt }: Site): string {
  if (deletedAt) return "being deleted";
  return archivedAt ? "archived" : "";
}

async function remove({ config, database, flags, text }: Asked): Promise<void> {
  const domain = parseDomain(text);
  const found = (await listAllSites(database.orm)).find(
    (one) => one.domain === domain && !one.deletedAt,
  );
  if (!found) throw new StartupError(`There is no site ${text}.`);
  if (!flags.yes)
    throw new StartupError(
      `All that was ever counted for ${found.domain} would be lost. Say --yes to delete it.`,
    );
  await deleteSite(database.orm, { actor, site: found, now: new Date() });
  await waitForTask({
    ...{ database, config, siteId: found.id, kind: "delete" },
    title: `Deleting ${found.domain}`,
    failed: `${found.domain} is deleted, but not yet erased`,
  });
}
