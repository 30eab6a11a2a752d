import { findUser, setPassword, type User } from "#src/account/store.ts";
import { createClient } from "#src/admin/client-changes.ts";
import { disableClient, dropClientFactor, enableClient } from "#src/admin/client-state.ts";
import { type ClientFields, listClients, stateOf } from "#src/admin/client-store.ts";
import { endLinksOf, linkUrl } from "#src/auth/link.ts";
import { hashPassword } from "#src/auth/password.ts";
import { makeToken } from "#src/auth/token.ts";
import type { Config } from "#src/config.ts";
import type { Orm } from "#src/db/client.ts";
import { parseEmail } from "#src/lib/email.ts";
import { StartupError } from "#src/lib/errors.ts";
import { listSiteIds } from "#src/sites/store.ts";
import { type Command, type Flags, UsageError } from "./command.ts";
import { openForCommand } from "./database.ts";

// For whoever has locked themselves out of a server that sends no mail, and for whoever sets one up
// by a script. Who may run this may read the database anyway; the rules are those of the pages.

interface Call {
  orm: Orm;
  config: Config;
  flags: Flags;
  email: string;
}

/** The audit log calls it the server. */
const actor = { userId: null, email: null, ip: null };

const actions: Record<string, (call: Call) => Promise<void>> = {
  add,
  disable: async ({ orm, email }) => {
    const { id } = await userOf(orm, email);
    const outcome = await disableClient(orm, { actor, id: String(id), now: new Date() });
    if (outcome === "last_admin")
      throw new StartupError(`${email} is the only admin who can sign in. Add another one first.`);
    console.log(`${email} cannot sign in any more, and every session has ended.`);
  },
  enable: async ({ orm, email }) => {
    const { id } = await userOf(orm, email);
    await enableClient(orm, { actor, id: String(id), now: new Date() });
    console.log(`${email} can sign in again.`);
  },
  "reset-password": resetPassword,
};

export const user: Command = {
  name: "user",
  usage: "add|disable|enable EMAIL, list",
  summary: "Manage who signs in; reset-password EMAIL sets a new password.",
  options: {
    name: { type: "string" },
    role: { type: "string" },
    site: { type: "string", multiple: true },
    "two-factor": { type: "string" },
  },
  wordsMax: 2,
  run: async ({ config, flags, words: [name = "", address = ""] }) => {
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    const email = parseEmail(address);
    if (name !== "list" && (!action || !email))
      throw new UsageError(
        "Say what and whose: tracker-analytics user add|disable|enable|reset-password EMAIL, or user list.",
      );
    const opened = await openForCommand(config);
    try {
      const { orm } = opened.database;
      if (action && email) await action({ orm, config, flags, email });
      else await printList(orm);
      return 0;
    } finally {
      await opened.close();
    }
  },
};

/** Invites somebody and prints the link, which nobody sends. */
async function add({ orm, config, flags, email }: Call): Promise<void> {
  const role = flags.role ?? "client";
  if (role !== "client" && role !== "admin")
    throw new StartupError(`--role must be admin or client, not "${role}".`);
  const name = String(flags.name ?? "").trim() || (email.split("@")[0] ?? email);
  const access = await accessTo(orm, [flags.site ?? []].flat().map(String));
  const fields: ClientFields = { name, email, role, locale: "en", requiresTotp: false, access };
  const call = { actor, fields, by: name, way: "copy", now: new Date() } as const;
  const created = await createClient(orm, call);
  if (!created?.token) throw new StartupError(`There is an account ${email} already.`);
  const origin = config.publicUrl ?? `http://localhost:${config.port}`;
  console.log(`${email} can choose a password within 7 days, once, at`);
  console.log(linkUrl(origin, created.token));
}

async function accessTo(orm: Orm, domains: string[]): Promise<ClientFields["access"]> {
  const access: ClientFields["access"] = [];
  for (const domain of new Set(domains)) {
    const [siteId] = await listSiteIds(orm, domain);
    if (siteId === undefined) throw new StartupError(`There is no site ${domain}.`);
    access.push({ siteId, domain, canEdit: false });
  }
  return access;
}

async function printList(orm: Orm): Promise<void> {
  for (const { user: one, access } of await listClients(orm)) {
    const sites =
      one.role === "admin" ? "all sites" : access.map(({ domain }) => domain).join(", ");
    console.log([one.email, one.role, stateOf(one), sites || "no site"].join("  "));
  }
}

async function resetPassword({ orm, flags, email }: Call): Promise<void> {
  const factor = flags["two-factor"];
  if (factor !== undefined && factor !== "off")
    throw new StartupError(`--two-factor can only be off here, not "${factor}".`);
  const { id } = await userOf(orm, email);
  const password = makeToken();
  const passwordHash = await hashPassword(password);
  const now = new Date();
  await setPassword(orm, { actor, email, passwordHash, now });
  // A link that was sent before would open the door a second time.
  await endLinksOf(orm, id);
  if (factor) await dropClientFactor(orm, { actor, id: String(id), now });
  console.log(`The new password of ${email} is ${password}`);
}

async function userOf(orm: Orm, email: string): Promise<User> {
  const found = await findUser(orm, email);
  if (!found) throw new StartupError(`There is no account ${email}.`);
  return found;
}
