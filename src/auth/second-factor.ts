import { and, eq, isNotNull, lt } from "drizzle-orm";
import { sessions, users } from "#src/db/schema/tables.ts";
import { type Actor, writeAudit } from "./audit.ts";
import { endRecoveryCodes, renewRecoveryCodes, takeRecoveryCode } from "./recovery.ts";
import type { Rows } from "./session.ts";
import { codeWaitOf, countWrongCode, forgetWrongCodes } from "./throttle.ts";
import { makeTotpSecret, stepOfCode } from "./totp.ts";

// A second factor is a secret that the server shares with an app on the person's phone. Each session
// is born with one to propose, which becomes the person's once they have sent a right code of it:
// it never comes back from the browser. A code is good once, and so is one before it: the time step
// of the last one taken is compared and set in one statement.

/** What became of a code that somebody typed. */
export type CodeAnswer =
  | { ok: true; by: "app" | "recovery" }
  | { ok: false; why: "wrong" }
  | { ok: false; why: "wait"; waitMs: number };

/**
 * Takes a code of the app or a recovery code, in a transaction that is committed whatever the answer.
 * Tries of one account come one after the other, so that many at once gain nothing.
 */
export async function takeCode(
  tx: Rows,
  input: { userId: number; typed: string; now: Date },
): Promise<CodeAnswer> {
  const { userId, typed, now } = input;
  const [user] = await tx.select().from(users).where(eq(users.id, userId)).for("update");
  const waitMs = await codeWaitOf(tx, userId, now);
  if (waitMs > 0) return { ok: false, why: "wait", waitMs };
  // People type what they see: `123 456`, `ABCDE-FGH23`.
  const code = typed.replace(/[\s-]/g, "").toLowerCase();
  const isOfApp = /^\d{6}$/.test(code);
  const secret = user?.totpSecret ?? null;
  const isRight =
    secret !== null &&
    (isOfApp
      ? await takeTotpCode(tx, { userId, secret, code, now })
      : await takeRecoveryCode(tx, userId, code));
  if (!isRight) {
    await countWrongCode(tx, userId, now);
    return { ok: false, why: "wrong" };
  }
  await forgetWrongCodes(tx, userId);
  return { ok: true, by: isOfApp ? "app" : "recovery" };
}

async function takeTotpCode(
  tx: Rows,
  { userId, secret, code, now }: { userId: number; secret: Uint8Array; code: string; now: Date },
): Promise<boolean> {
  const step = stepOfCode(secret, code, now);
  if (step === null) return false;
  const taken = await tx
    .update(users)
    .set({ totpStep: step })
    .where(and(eq(users.id, userId), lt(users.totpStep, step)))
    .returning({ id: users.id });
  return taken.length > 0;
}

/** Whose second factor it is about, who does it, and when. */
interface Change {
  actor: Actor;
  user: { id: number; email: string };
  now: Date;
}

/**
 * Makes the secret that a session proposes the person's, when the code is one of it, and returns the
 * recovery codes; null when the code is wrong or there is a second factor already.
 */
export async function switchOnSecondFactor(
  tx: Rows,
  change: Change & { sessionHash: Uint8Array; typed: string },
): Promise<string[] | null> {
  const { actor, user, sessionHash, typed, now } = change;
  const [own] = await tx.select().from(users).where(eq(users.id, user.id)).for("update");
  const secret = await offerOf(tx, sessionHash);
  if (!own || own.totpSecret || !secret) return null;
  const step = stepOfCode(secret, typed.replace(/\s/g, ""), now);
  if (step === null) return null;
  await tx.update(users).set({ totpSecret: secret, totpStep: step }).where(eq(users.id, user.id));
  // Should it be switched off and on again, there is another one to propose.
  await tx
    .update(sessions)
    .set({ totpOffer: makeTotpSecret() })
    .where(eq(sessions.idHash, sessionHash));
  await writeAudit(tx, { actor, action: "account.totp_on", subject: user.email, at: now });
  return await renewRecoveryCodes(tx, user.id);
}

/** The secret that a session proposes; null when the session is over. */
export async function offerOf(rows: Rows, sessionHash: Uint8Array): Promise<Uint8Array | null> {
  const [found] = await rows
    .select({ offer: sessions.totpOffer })
    .from(sessions)
    .where(eq(sessions.idHash, sessionHash));
  return found?.offer ?? null;
}

/**
 * Takes a user's second factor and recovery codes away, for who asks for it or has lost the phone;
 * give it a transaction. False when there was none.
 */
export async function dropSecondFactor(tx: Rows, { actor, user, now }: Change): Promise<boolean> {
  const dropped = await tx
    .update(users)
    .set({ totpSecret: null })
    .where(and(eq(users.id, user.id), isNotNull(users.totpSecret)))
    .returning({ id: users.id });
  if (dropped.length === 0) return false;
  await endRecoveryCodes(tx, user.id);
  await forgetWrongCodes(tx, user.id);
  await writeAudit(tx, { actor, action: "account.totp_off", subject: user.email, at: now });
  return true;
}

/** Gives a user new recovery codes and notes it; give it a transaction. */
export async function replaceRecoveryCodes(
  tx: Rows,
  { actor, user, now }: Change,
): Promise<string[]> {
  await writeAudit(tx, { actor, action: "account.recovery_codes", subject: user.email, at: now });
  return await renewRecoveryCodes(tx, user.id);
}
