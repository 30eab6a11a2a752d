import { and, asc, eq, gt, inArray, isNull, lt, lte, or, type SQL, sql } from "drizzle-orm";
import type { Rows } from "#src/auth/session.ts";
import { mails, sites, userSites, users } from "#src/db/schema/tables.ts";
import type { Locale } from "#src/lib/locale.ts";
import { type MailOrder, ownReasons } from "./outbox.ts";

/** A mail that this server has taken to send; `attempts` tells this taking from a later one. */
export type ClaimedMail = Pick<
  typeof mails.$inferSelect,
  "id" | "kind" | "recipient" | "payload" | "attempts" | "createdAt"
>;

type Claim = Pick<ClaimedMail, "id" | "attempts">;

/** Longer than any try: whoever has not come back by then is dead. */
const leaseMs = 5 * 60_000;
const dayMs = 86_400_000;
/** A mail that could not be sent for so long is old news. */
const lifeMs = dayMs;
const keptMs = 30 * dayMs;

/** Takes the mail that has waited longest, so that no other server does; null when none is due. */
export async function claimMail(rows: Rows, now: Date): Promise<ClaimedMail | null> {
  const next = rows
    .select({ id: mails.id })
    .from(mails)
    .where(
      and(
        eq(mails.state, "waiting"),
        lte(mails.nextTryAt, now),
        or(isNull(mails.leasedUntil), lte(mails.leasedUntil, now)),
      ),
    )
    .orderBy(asc(mails.nextTryAt), asc(mails.id))
    .limit(1)
    .for("update", { skipLocked: true });
  const [claimed] = await rows
    .update(mails)
    .set({
      attempts: sql`${mails.attempts} + 1`,
      leasedUntil: new Date(now.getTime() + leaseMs),
    })
    .where(eq(mails.id, next))
    .returning();
  return claimed ?? null;
}

/**
 * Notes that a mail may have been sent from here on; whatever happens to this server, it is not sent
 * again. Errors: when another server has taken it since, so that nobody sends it twice.
 */
export async function markHandedOver(rows: Rows, claim: Claim): Promise<void> {
  const marked = await rows
    .update(mails)
    .set({ state: "unknown", leasedUntil: null })
    .where(and(isClaim(claim), eq(mails.state, "waiting")))
    .returning({ id: mails.id });
  if (marked.length === 0) throw new Error("the mail was taken over by another server");
}

/** Whether such a mail to an address was queued after an instant, whatever became of it. */
export async function hasMailSince(
  rows: Rows,
  { kind, recipient }: Pick<MailOrder, "kind" | "recipient">,
  since: Date,
): Promise<boolean> {
  const found = await rows
    .select({ id: mails.id })
    .from(mails)
    .where(and(eq(mails.recipient, recipient), eq(mails.kind, kind), gt(mails.createdAt, since)))
    .limit(1);
  return found.length > 0;
}

/** How a try ended, as the row keeps it. */
export type Ending =
  | { state: "sent"; sentAt: Date }
  | { state: "waiting"; nextTryAt: Date; error: string }
  | { state: "failed" | "unknown"; error: string }
  | { state: "needless" };

/** Notes how a try ended. */
export async function endTry(rows: Rows, claim: Claim, ending: Ending): Promise<void> {
  await rows
    .update(mails)
    .set({ error: null, ...ending, leasedUntil: null })
    .where(isClaim(claim));
}

/** Gives up mails that could not even be tried for a day, as when no mail server was set up. */
export async function giveUpOldMails(rows: Rows, now: Date): Promise<void> {
  await rows
    .update(mails)
    .set({ state: "failed", error: ownReasons.tooOld })
    .where(
      and(
        eq(mails.state, "waiting"),
        lt(mails.nextTryAt, new Date(now.getTime() - lifeMs)),
        or(isNull(mails.leasedUntil), lte(mails.leasedUntil, now)),
      ),
    );
}

/** Forgets mails that are done: after a month, and after a day those that nobody was to be sent. */
export async function forgetOldMails(rows: Rows, now: Date): Promise<void> {
  const before = (ms: number) => lt(mails.createdAt, new Date(now.getTime() - ms));
  await rows.delete(mails).where(and(eq(mails.state, "needless"), before(dayMs)));
  await rows
    .delete(mails)
    .where(and(inArray(mails.state, ["sent", "failed", "unknown"]), before(keptMs)));
}

function isClaim({ id, attempts }: Claim) {
  return and(eq(mails.id, id), eq(mails.attempts, attempts));
}

/** Who a mail is for, as it addresses them. */
export interface Recipient {
  userId: number;
  email: string;
  name: string;
  locale: Locale;
  hasPassword: boolean;
}

/** The user of a mail; null when they are gone or disabled. */
export function findRecipient(rows: Rows, userId: number): Promise<Recipient | null> {
  return findEnabled(rows, eq(users.id, userId));
}

/** The user who has an address; null when nobody has it, or they are disabled. */
export function findRecipientOfAddress(rows: Rows, email: string): Promise<Recipient | null> {
  return findEnabled(rows, eq(users.email, email));
}

async function findEnabled(rows: Rows, who: SQL): Promise<Recipient | null> {
  const [user] = await rows
    .select()
    .from(users)
    .where(and(who, isNull(users.disabledAt)));
  if (!user) return null;
  const { id, email, name, locale, passwordHash } = user;
  return { userId: id, email, name, locale, hasPassword: passwordHash !== null };
}

/** The names of the sites that a client sees, in order. */
export async function listSiteNames(rows: Rows, userId: number): Promise<string[]> {
  const found = await rows
    .select({ name: sites.name })
    .from(userSites)
    .innerJoin(sites, eq(sites.id, userSites.siteId))
    .where(and(eq(userSites.userId, userId), isNull(sites.archivedAt)))
    .orderBy(asc(sites.name));
  return found.map(({ name }) => name);
}
