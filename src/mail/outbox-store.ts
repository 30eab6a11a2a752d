import { and, desc, eq, inArray, isNull, lte, or, sql } from "drizzle-orm";
import type { Rows } from "#src/auth/session.ts";
import { mails } from "#src/db/schema/tables.ts";
import { ownReasons } from "./outbox.ts";

/** A mail of the outbox, whatever became of it. */
export type OutboxMail = typeof mails.$inferSelect;

/** As many are counted, and so leafed through. */
export const mailCountMax = 10_000;

/** A page of the outbox, the newest first, and how many mails there are, counted to the limit. */
export async function readMailPage(
  rows: Rows,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ mails: OutboxMail[]; total: number }> {
  const counted = rows.select({ id: mails.id }).from(mails).limit(mailCountMax).as("counted");
  const [[count], found] = await Promise.all([
    rows.select({ total: sql<number>`count(*)::int` }).from(counted),
    // The numbers are given in the order in which mails are queued.
    rows.select().from(mails).orderBy(desc(mails.id)).limit(limit).offset(offset),
  ]);
  return { mails: found, total: count?.total ?? 0 };
}

/** A mail by its number; null when there is none. */
export async function findMail(rows: Rows, id: number): Promise<OutboxMail | null> {
  const [mail] = await rows.select().from(mails).where(eq(mails.id, id));
  return mail ?? null;
}

/** Has a mail that waits or has failed tried again at once; null when it is on its way or done. */
export function retryMail(tx: Rows, id: number, now: Date): Promise<OutboxMail | null> {
  return change(tx, { id, now }, { state: "waiting", nextTryAt: now, error: null });
}

/** Has a mail that waits sent no more; null when it is on its way or done. */
export function giveUpMail(tx: Rows, id: number, now: Date): Promise<OutboxMail | null> {
  return change(tx, { id, now }, { state: "failed", error: ownReasons.givenUp });
}

/** Ends a mail whose link was handed over in another way; null when it is on its way or done. */
export function dropMail(tx: Rows, id: number, now: Date): Promise<OutboxMail | null> {
  return change(tx, { id, now }, { state: "needless", error: null });
}

/** What nobody holds may be changed; a server that is sending it would write over it. */
async function change(
  tx: Rows,
  { id, now }: { id: number; now: Date },
  to: Partial<OutboxMail>,
): Promise<OutboxMail | null> {
  const [changed] = await tx
    .update(mails)
    .set({ ...to, leasedUntil: null })
    .where(
      and(
        eq(mails.id, id),
        inArray(mails.state, ["waiting", "failed"]),
        or(isNull(mails.leasedUntil), lte(mails.leasedUntil, now)),
      ),
    )
    .returning();
  return changed ?? null;
}
