import { and, asc, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import type { Rows } from "#src/auth/session.ts";
import { mails, sites, userSites, users } from "#src/db/schema/tables.ts";
import { NotFoundError } from "#src/lib/errors.ts";
import type { Locale } from "#src/lib/locale.ts";

export type User = typeof users.$inferSelect;

/** One site that somebody may see. */
export interface Access {
  siteId: number;
  domain: string;
  canEdit: boolean;
}

/** Somebody who signs in, with the sites they were given. */
export interface Client {
  user: User;
  access: Access[];
}

/** What an admin sets of somebody. */
export interface ClientFields {
  name: string;
  email: string;
  role: User["role"];
  locale: Locale;
  requiresTotp: boolean;
  access: Access[];
}

/** Everybody who signs in, by name. */
export async function listClients(rows: Rows): Promise<Client[]> {
  const everybody = await rows
    .select()
    .from(users)
    .orderBy(asc(sql`lower(${users.name})`), asc(users.id));
  const access = Map.groupBy(await readAccess(rows), ({ userId }) => userId);
  return everybody.map((user) => ({ user, access: access.get(user.id) ?? [] }));
}

/**
 * Somebody by the number in an address.
 * Errors: `NotFoundError`, for a number that nobody has and for what is none alike.
 */
export async function findClient(rows: Rows, id: string | undefined): Promise<Client> {
  const userId = /^[1-9]\d{0,8}$/.test(id ?? "") ? Number(id) : 0;
  const [user] = await rows.select().from(users).where(eq(users.id, userId));
  if (!user) throw new NotFoundError();
  return { user, access: await readAccess(rows, userId) };
}

/** What can be said of somebody's door. */
export function stateOf({ disabledAt, passwordHash }: User): "active" | "invited" | "disabled" {
  if (disabledAt) return "disabled";
  return passwordHash === null ? "invited" : "active";
}

/** Whether somebody else has that address. */
export async function isTaken(rows: Rows, email: string, userId = 0): Promise<boolean> {
  const found = await rows
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.email, email), ne(users.id, userId)));
  return found.length > 0;
}

/**
 * Gives somebody exactly these sites. What they have of a site that is archived stays, since no form
 * shows it.
 */
export async function writeAccess(rows: Rows, userId: number, access: Access[]): Promise<void> {
  const shown = rows.select({ id: sites.id }).from(sites).where(isNull(sites.archivedAt));
  await rows
    .delete(userSites)
    .where(and(eq(userSites.userId, userId), inArray(userSites.siteId, shown)));
  if (access.length === 0) return;
  const given = access.map(({ siteId, canEdit }) => ({ userId, siteId, canEdit }));
  await rows.insert(userSites).values(given).onConflictDoNothing();
}

/** Takes back what waits to be sent to an address: it may hold a link. */
export async function dropWaitingMails(rows: Rows, email: string): Promise<void> {
  await rows.delete(mails).where(and(eq(mails.recipient, email), eq(mails.state, "waiting")));
}

/** Deletes somebody with all that is kept of them, the mails that were sent included. */
export async function deleteUser(rows: Rows, { id, email }: User): Promise<void> {
  await rows.delete(mails).where(eq(mails.recipient, email));
  await rows.delete(users).where(eq(users.id, id));
}

async function readAccess(rows: Rows, userId?: number) {
  return await rows
    .select({
      userId: userSites.userId,
      siteId: sites.id,
      domain: sites.domain,
      canEdit: userSites.canEdit,
    })
    .from(userSites)
    .innerJoin(sites, eq(sites.id, userSites.siteId))
    .where(
      and(
        isNull(sites.archivedAt),
        userId === undefined ? undefined : eq(userSites.userId, userId),
      ),
    )
    .orderBy(asc(sites.domain));
}
