import { and, eq, exists, gt, isNull, sql } from "drizzle-orm";
import { passwordResetTokens, users } from "#src/db/schema/tables.ts";
import type { Rows } from "./session.ts";
import { hashToken, makeToken } from "./token.ts";

// A link that sets a password is 256 random bits, of which the database keeps the SHA-256. It opens
// once, for half an hour or, as an invitation, for a week; a user has one at most: the newest. Who is
// disabled has none.

const minuteMs = 60_000;
const lifeMs = { reset: 30 * minuteMs, invitation: 7 * 24 * 60 * minuteMs } as const;

/** What a link is for: a password forgotten, or the first one of somebody who was invited. */
export type LinkPurpose = keyof typeof lifeMs;

/** Whose password a link sets. */
export interface Link {
  user: typeof users.$inferSelect;
  purpose: LinkPurpose;
}

/**
 * Makes a link of a user and ends the ones before; returns its token. Give it a transaction: two
 * that are made at once come one after the other.
 */
export async function makeLink(
  tx: Rows,
  input: { userId: number; purpose: LinkPurpose; now: Date },
): Promise<string> {
  const { userId, purpose, now } = input;
  await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update");
  await endLinksOf(tx, userId);
  const token = makeToken();
  await tx.insert(passwordResetTokens).values({
    tokenHash: hashToken(token),
    userId,
    purpose,
    createdAt: now,
    expiresAt: new Date(now.getTime() + lifeMs[purpose]),
  });
  return token;
}

/** Ends every link of a user, as when they are disabled or their address changes. */
export async function endLinksOf(rows: Rows, userId: number): Promise<void> {
  await rows.delete(passwordResetTokens).where(eq(passwordResetTokens.userId, userId));
}

/** What a token opens; null when it is unknown, used, over, or its user is disabled. */
export async function findLink(rows: Rows, token: string, now: Date): Promise<Link | null> {
  const [found] = await rows
    .select({ user: users, purpose: passwordResetTokens.purpose })
    .from(passwordResetTokens)
    .innerJoin(users, eq(users.id, passwordResetTokens.userId))
    .where(and(isOpen(token, now), isNull(users.disabledAt)));
  return found ?? null;
}

/** Uses a link up, in one statement: of twenty at once one gets the user's id, the others null. */
export async function takeLink(tx: Rows, token: string, now: Date): Promise<number | null> {
  const enabled = tx
    .select({ one: sql`1` })
    .from(users)
    .where(and(eq(users.id, passwordResetTokens.userId), isNull(users.disabledAt)));
  const [taken] = await tx
    .update(passwordResetTokens)
    .set({ usedAt: now })
    .where(and(isOpen(token, now), exists(enabled)))
    .returning({ userId: passwordResetTokens.userId });
  return taken?.userId ?? null;
}

/** The address of a link. `origin` is `PUBLIC_URL`'s; a Host header is for nobody to believe. */
export function linkUrl(origin: string, token: string): string {
  return `${origin}/password/${token}`;
}

function isOpen(token: string, now: Date) {
  return and(
    eq(passwordResetTokens.tokenHash, hashToken(token)),
    isNull(passwordResetTokens.usedAt),
    gt(passwordResetTokens.expiresAt, now),
  );
}
