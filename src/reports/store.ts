import { and, asc, eq, inArray, isNotNull, isNull, or, sql } from "drizzle-orm";
import { writeAudit } from "#src/auth/audit.ts";
import type { Rows } from "#src/auth/session.ts";
import type { Orm } from "#src/db/client.ts";
import { mailRefusals, mails, settings, sites, userSites, users } from "#src/db/schema/tables.ts";
import type { Locale } from "#src/lib/locale.ts";
import type { RefusedKind, Subscription } from "./unsubscribe-link.ts";

/** A user, as far as it matters to whom mails go. */
export type Reader = Pick<
  typeof users.$inferSelect,
  "id" | "email" | "role" | "locale" | "createdAt" | "weeklyMail" | "monthlyMail"
> & {
  /** Whether they can sign in: not disabled, and with a password. */
  isActive: boolean;
  isDisabled: boolean;
};

/** A site that is counted, as far as it matters to whom mails go. */
export type ReportedSite = Pick<
  typeof sites.$inferSelect,
  "id" | "timeZone" | "locale" | "createdAt" | "reportEmails"
>;

/** Everything that decides to whom mails of a kind go. */
export interface Directory {
  readers: Reader[];
  sites: ReportedSite[];
  /** Ids of the sites that a client sees, by the client's. */
  sitesOf: Map<number, number[]>;
  refused: Set<string>;
}

/** Reads who sees which sites, and who does not want such mails. */
export async function readDirectory(rows: Rows, kind: RefusedKind): Promise<Directory> {
  const people = await rows.select().from(users).orderBy(asc(users.id));
  const counted = await rows
    .select()
    .from(sites)
    .where(isNull(sites.archivedAt))
    .orderBy(asc(sql`lower(${sites.name})`), asc(sites.id));
  const given = await rows.select().from(userSites);
  const byUser = Map.groupBy(given, ({ userId }) => userId);
  return {
    readers: people.map(readerOf),
    sites: counted,
    sitesOf: new Map([...byUser].map(([id, some]) => [id, some.map(({ siteId }) => siteId)])),
    refused: await listRefused(rows, kind),
  };
}

function readerOf(user: typeof users.$inferSelect): Reader {
  const isDisabled = user.disabledAt !== null;
  return { ...user, isDisabled, isActive: !isDisabled && user.passwordHash !== null };
}

/** Which of these keys a mail has already. */
export async function findMailKeys(rows: Rows, keys: string[]): Promise<Set<string | null>> {
  if (keys.length === 0) return new Set();
  const found = await rows
    .select({ key: mails.uniqueKey })
    .from(mails)
    .where(inArray(mails.uniqueKey, keys));
  return new Set(found.map(({ key }) => key));
}

/** Since when this instance sends reports: since it was first asked. */
export async function readReportsSince(rows: Rows, now: Date): Promise<Date> {
  const name = "reports_since";
  await rows.insert(settings).values({ name, value: now.toISOString() }).onConflictDoNothing();
  const [row] = await rows.select().from(settings).where(eq(settings.name, name));
  return new Date(String(row?.value));
}

/**
 * The users whom an alert of a site may concern. Shape: keepers are the admins, and the clients who
 * may change its settings; the others are there because the site names their address.
 */
export async function listReadersOf(
  rows: Rows,
  { id, reportEmails }: Pick<ReportedSite, "id" | "reportEmails">,
): Promise<(Reader & { isKeeper: boolean })[]> {
  const isEditor = and(
    eq(userSites.userId, users.id),
    eq(userSites.siteId, id),
    eq(userSites.canEdit, true),
  );
  const found = await rows
    .select({ user: users, editor: userSites.userId })
    .from(users)
    .leftJoin(userSites, isEditor)
    .where(
      or(eq(users.role, "admin"), isNotNull(userSites.userId), inArray(users.email, reportEmails)),
    )
    .orderBy(asc(users.id));
  return found.map(({ user, editor }) => ({
    ...readerOf(user),
    isKeeper: user.role === "admin" || editor !== null,
  }));
}

/** The addresses that do not want mails of a kind. */
export async function listRefused(rows: Rows, kind: RefusedKind): Promise<Set<string>> {
  const found = await rows.select().from(mailRefusals).where(eq(mailRefusals.kind, kind));
  return new Set(found.map(({ address }) => address));
}

/** The language that an address reads: its user's; null when nobody signs in with it. */
export async function findLocale(rows: Rows, address: string): Promise<Locale | null> {
  const [user] = await rows
    .select({ locale: users.locale })
    .from(users)
    .where(eq(users.email, address));
  return user?.locale ?? null;
}

const preferences = { weekly: "weeklyMail", monthly: "monthlyMail" } as const;

/**
 * Switches a kind of mail off or on for an address: by the preference of its user, where there is
 * one, else by a line of its own. What is so already is not noted again.
 */
export async function setWanted(
  orm: Orm,
  input: { subscription: Subscription; isWanted: boolean; ip: string; now: Date },
): Promise<void> {
  const { subscription, isWanted, ip, now } = input;
  const { address, kind } = subscription;
  await orm.transaction(async (tx) => {
    if (!(await changeWanted(tx, subscription, isWanted, now))) return;
    await writeAudit(tx, {
      actor: { userId: null, email: null, ip },
      action: isWanted ? "report.resubscribe" : "report.unsubscribe",
      subject: address,
      after: { mails: kind },
      at: now,
    });
  });
}

async function changeWanted(tx: Rows, of: Subscription, isWanted: boolean, now: Date) {
  const { address, kind } = of;
  // No user has a preference for alerts, so that theirs is a line as well.
  if (kind !== "alert") {
    const preference = preferences[kind];
    const [user] = await tx.select().from(users).where(eq(users.email, address)).for("update");
    if (user) {
      if (user[preference] === isWanted) return false;
      await tx
        .update(users)
        .set({ [preference]: isWanted })
        .where(eq(users.id, user.id));
      return true;
    }
  }
  const isIt = and(eq(mailRefusals.address, address), eq(mailRefusals.kind, kind));
  const changed = isWanted
    ? await tx.delete(mailRefusals).where(isIt).returning()
    : await tx
        .insert(mailRefusals)
        .values({ address, kind, refusedAt: now })
        .onConflictDoNothing()
        .returning();
  return changed.length > 0;
}

/** Whether an address gets mails of a kind at present, as far as it is up to the address. */
export async function isWanted(rows: Rows, { address, kind }: Subscription): Promise<boolean> {
  if (kind !== "alert") {
    const [user] = await rows.select().from(users).where(eq(users.email, address));
    if (user) return user[preferences[kind]];
  }
  const isIt = and(eq(mailRefusals.address, address), eq(mailRefusals.kind, kind));
  return (await rows.select().from(mailRefusals).where(isIt)).length === 0;
}
