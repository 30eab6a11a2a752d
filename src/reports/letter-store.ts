import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Rows } from "#src/auth/session.ts";
import { sites, userSites, users } from "#src/db/schema/tables.ts";
import type { Locale } from "#src/lib/locale.ts";
import type { Site } from "#src/sites/site.ts";

/** A site that somebody still sees; `canEdit` tells whether they may look after its snippet. */
export type ReadableSite = Site & { canEdit: boolean };

/** Whom a report is for. Shape: `userId` is null for an address that nobody signs in with. */
interface Reader {
  userId: number | null;
  address: string;
}

/**
 * Those of the sites that are still counted and still the reader's, because they see them or because
 * a site names their address; the language is their own, or else that of their first site.
 */
export async function findReadable(
  rows: Rows,
  reader: Reader,
  siteIds: readonly number[],
): Promise<{ locale: Locale; sites: ReadableSite[] } | null> {
  const counted = await rows
    .select()
    .from(sites)
    .where(and(inArray(sites.id, [...siteIds]), isNull(sites.archivedAt)))
    .orderBy(sites.id);
  const named = counted.filter(({ reportEmails }) => reportEmails.includes(reader.address));
  if (reader.userId === null) {
    const [first] = named;
    return first ? { locale: first.locale, sites: named.map(withoutEdit) } : null;
  }
  const user = await findUser(rows, { ...reader, userId: reader.userId });
  if (!user) return null;
  const given = await rows.select().from(userSites).where(eq(userSites.userId, user.id));
  const editable = new Map(given.map(({ siteId, canEdit }) => [siteId, canEdit]));
  const isAdmin = user.role === "admin";
  const own = counted
    .filter((site) => isAdmin || editable.has(site.id) || named.includes(site))
    .map((site) => ({ ...site, canEdit: isAdmin || (editable.get(site.id) ?? false) }));
  return own.length > 0 ? { locale: user.locale, sites: own } : null;
}

/** The user, if they can sign in and still have the address. */
async function findUser(rows: Rows, { userId, address }: Reader & { userId: number }) {
  const [user] = await rows
    .select()
    .from(users)
    .where(and(eq(users.id, userId), eq(users.email, address), isNull(users.disabledAt)));
  return user?.passwordHash ? user : null;
}

function withoutEdit(site: Site): ReadableSite {
  return { ...site, canEdit: false };
}
