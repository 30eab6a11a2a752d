import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import { type Actor, writeAudit } from "#src/auth/audit.ts";
import type { Principal } from "#src/auth/route.ts";
import type { Rows } from "#src/auth/session.ts";
import type { Orm } from "#src/db/client.ts";
import { sites } from "#src/db/schema/tables.ts";
import { NotFoundError } from "#src/lib/errors.ts";
import type { Locale } from "#src/lib/locale.ts";
import { makeSiteKey } from "#src/lib/site-key.ts";
import type { Site, SiteFields } from "./site.ts";

/** The sites that a principal may see, by name. */
export async function listSites(rows: Rows, principal: Principal): Promise<Site[]> {
  return await rows
    .select()
    .from(sites)
    .where(and(isNull(sites.archivedAt), ownedBy(principal)))
    .orderBy(asc(sql`lower(${sites.name})`), asc(sites.id));
}

/** Ids of all sites, or of the one with that domain; for commands on the server. */
export async function listSiteIds(rows: Rows, domain?: string): Promise<number[]> {
  const found = await rows
    .select({ id: sites.id })
    .from(sites)
    .where(domain === undefined ? undefined : eq(sites.domain, domain));
  return found.map(({ id }) => id);
}

/**
 * The site of an address, looked up through the principal's own.
 * Errors: `NotFoundError`, for one that is missing and for one that is somebody else's alike.
 */
export async function findSite(
  rows: Rows,
  principal: Principal,
  domain: string | undefined,
): Promise<Site> {
  const [site] = await rows
    .select()
    .from(sites)
    .where(and(eq(sites.domain, domain ?? ""), isNull(sites.archivedAt), ownedBy(principal)));
  if (!site) throw new NotFoundError();
  return site;
}

/** Creates a site with a new key; null when its domain is taken. */
export async function createSite(
  orm: Orm,
  input: { actor: Actor; fields: SiteFields; locale: Locale; now: Date },
): Promise<Site | null> {
  const { actor, fields, locale, now } = input;
  return await orm.transaction(async (tx) => {
    const [site] = await tx
      .insert(sites)
      .values({ ...fields, locale, key: makeSiteKey(), createdAt: now })
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
    const [other] = await tx.select().from(sites).where(eq(sites.domain, fields.domain));
    if (other && other.id !== site.id) return null;
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

function ownedBy({ siteIds }: Principal) {
  return siteIds === "all" ? undefined : inArray(sites.id, siteIds);
}
