import { and, asc, eq, inArray, isNull, ne, type SQL, sql } from "drizzle-orm";
import { type Actor, writeAudit } from "#src/auth/audit.ts";
import type { Principal } from "#src/auth/route.ts";
import type { Rows } from "#src/auth/session.ts";
import type { Orm } from "#src/db/client.ts";
import { sites, userSites, users } from "#src/db/schema/tables.ts";
import { NotFoundError } from "#src/lib/errors.ts";
import { makeSiteKey } from "#src/lib/site-key.ts";
import type { Site, SiteFields } from "./site.ts";

/** The sites that a principal may see and that are counted, by name. */
export async function listSites(rows: Rows, { siteIds }: Principal): Promise<Site[]> {
  return await listWhere(rows, and(isNull(sites.archivedAt), isAmong(siteIds)));
}

/** Every site by name, those that are archived or being deleted as well; for admins. */
export async function listAllSites(rows: Rows): Promise<Site[]> {
  return await listWhere(rows, undefined);
}

async function listWhere(rows: Rows, condition: SQL | undefined): Promise<Site[]> {
  return await rows
    .select()
    .from(sites)
    .where(condition)
    .orderBy(asc(sql`lower(${sites.name})`), asc(sites.id));
}

/** Who sees each site, by name; admins, who see all, are not told of. */
export async function listClientNames(rows: Rows): Promise<Map<number, string[]>> {
  const found = await rows
    .select({ siteId: userSites.siteId, name: users.name })
    .from(userSites)
    .innerJoin(users, eq(users.id, userSites.userId))
    .where(and(eq(users.role, "client"), isNull(users.disabledAt)))
    .orderBy(asc(sql`lower(${users.name})`), asc(users.id));
  const bySite = Map.groupBy(found, ({ siteId }) => siteId);
  return new Map([...bySite].map(([id, clients]) => [id, clients.map(({ name }) => name)]));
}

/** Ids of all sites that are there, or of the one with that domain; for commands on the server. */
export async function listSiteIds(rows: Rows, domain?: string): Promise<number[]> {
  const found = await rows
    .select({ id: sites.id })
    .from(sites)
    .where(
      and(isNull(sites.deletedAt), domain === undefined ? undefined : eq(sites.domain, domain)),
    );
  return found.map(({ id }) => id);
}

/**
 * The site of an address, looked up through the principal's own. An archived one is there for
 * admins alone.
 * Errors: `NotFoundError`, for one that is missing and for one that is somebody else's alike.
 */
export async function findSite(
  rows: Rows,
  principal: Principal,
  domain: string | undefined,
): Promise<Site> {
  return await findAmong(rows, { siteIds: principal.siteIds, principal, domain });
}

/**
 * The same, of those whose settings the principal may change.
 * Errors: `NotFoundError`, for one that they may only look at as well.
 */
export async function findEditableSite(
  rows: Rows,
  principal: Principal,
  domain: string | undefined,
): Promise<Site> {
  return await findAmong(rows, { siteIds: principal.editableSiteIds, principal, domain });
}

interface Wanted {
  siteIds: Principal["siteIds"];
  principal: Principal;
  domain: string | undefined;
}

async function findAmong(rows: Rows, { siteIds, principal, domain }: Wanted): Promise<Site> {
  // No site is called so, and PostgreSQL refuses to look.
  if (domain?.includes("\0")) throw new NotFoundError("site_not_found");
  const isThere = principal.role === "admin" ? isNull(sites.deletedAt) : isNull(sites.archivedAt);
  const [site] = await rows
    .select()
    .from(sites)
    .where(and(eq(sites.domain, domain ?? ""), isThere, isAmong(siteIds)));
  if (!site) throw new NotFoundError("site_not_found");
  return site;
}

/**
 * Reads a site and keeps everybody else from it until the commit.
 * Errors: `NotFoundError`, for one that is deleted as well.
 */
export async function holdSite(rows: Rows, id: number): Promise<Site> {
  const [site] = await rows
    .select()
    .from(sites)
    .where(and(eq(sites.id, id), isNull(sites.deletedAt)))
    .for("update");
  if (!site) throw new NotFoundError();
  return site;
}

/** Whether a principal may change the settings of a site that they see. */
export function mayEdit({ editableSiteIds }: Principal, { id }: Pick<Site, "id">): boolean {
  return editableSiteIds === "all" || editableSiteIds.includes(id);
}

/** Creates a site with a new key; null when its domain is taken. */
export async function createSite(
  orm: Orm,
  input: { actor: Actor; fields: SiteFields; now: Date },
): Promise<Site | null> {
  const { actor, fields, now } = input;
  return await orm.transaction(async (tx) => {
    const [site] = await tx
      .insert(sites)
      .values({ ...fields, key: makeSiteKey(), createdAt: now })
      .onConflictDoNothing()
      .returning();
    if (!site) return null;
    const entry = { actor, action: "site.create", subject: site.domain, at: now };
    await writeAudit(tx, { ...entry, after: { ...fields } });
    return site;
  });
}

/** Stores what a person has changed of a site; null when its new domain is another site's. */
export async function updateSite(
  orm: Orm,
  input: { actor: Actor; site: Site; fields: SiteFields; now: Date },
): Promise<Site | null> {
  const { actor, site, fields, now } = input;
  return await orm.transaction(async (tx) => {
    const isOther = and(
      eq(sites.domain, fields.domain),
      isNull(sites.deletedAt),
      ne(sites.id, site.id),
    );
    if ((await tx.select().from(sites).where(isOther)).length > 0) return null;
    const [updated] = await tx.update(sites).set(fields).where(eq(sites.id, site.id)).returning();
    if (!updated) throw new NotFoundError();
    const [before, after] = changesBetween(site, fields);
    const entry = { actor, action: "site.update", subject: updated.domain, at: now };
    await writeAudit(tx, { ...entry, before, after });
    return updated;
  });
}

/** Stores the hash of a site's new secret key. */
export async function writeSecretHash(rows: Rows, id: number, secretHash: Uint8Array) {
  await rows.update(sites).set({ secretHash }).where(eq(sites.id, id));
}

function changesBetween(site: Site, fields: SiteFields) {
  const names = Object.keys(fields) as (keyof SiteFields)[];
  const changed = names.filter((name) => String(site[name]) !== String(fields[name]));
  const pick = (from: SiteFields) => Object.fromEntries(changed.map((name) => [name, from[name]]));
  return [pick(site), pick(fields)] as const;
}

function isAmong(siteIds: Principal["siteIds"]) {
  return siteIds === "all" ? undefined : inArray(sites.id, siteIds);
}
