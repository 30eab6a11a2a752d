import { eq } from "drizzle-orm";
import { writeAudit } from "#src/auth/audit.ts";
import { type Link, takeLink } from "#src/auth/link.ts";
import {
  endSession,
  endSessionsOf,
  type Rows,
  type SessionOrigin,
  startSession,
} from "#src/auth/session.ts";
import { countFailure, lockTriesUntilCommit, waitOf } from "#src/auth/throttle.ts";
import type { Orm } from "#src/db/client.ts";
import { lockAddressUntilCommit } from "#src/db/lock.ts";
import { users } from "#src/db/schema/tables.ts";
import { queueMail } from "#src/mail/outbox.ts";
import { hasMailSince } from "#src/mail/store.ts";

/** How long the next mail to an address waits for. Units: milliseconds. */
const restMs = 2 * 60_000;

/**
 * Queues the mail for a forgotten password and notes the request, whoever has the address or not; a
 * second within two minutes is swallowed. Returns how long the asker has to wait instead, in
 * milliseconds; 0 when it was taken.
 */
export async function requestReset(
  orm: Orm,
  { email, ip, now }: { email: string; ip: string; now: Date },
): Promise<number> {
  const attempt = { email, ip, what: "reset" } as const;
  return await orm.transaction(async (tx) => {
    // Requests for one address come one after the other, and those from one network.
    await lockAddressUntilCommit(tx, email);
    await lockTriesUntilCommit(tx, attempt);
    const waitMs = await waitOf(tx, attempt, now);
    if (waitMs > 0) return waitMs;
    await countFailure(tx, attempt, now);
    const actor = { userId: null, email: null, ip };
    await writeAudit(tx, { actor, action: "account.reset_request", subject: email, at: now });
    const order = { kind: "password_reset", recipient: email, payload: {} } as const;
    const isRecent = await hasMailSince(tx, order, new Date(now.getTime() - restMs));
    if (!isRecent) await queueMail(tx, { ...order, now });
    return 0;
  });
}

interface NewPassword {
  link: Link;
  token: string;
  passwordHash: string;
  origin: SessionOrigin;
  ip: string;
  /** The session that the browser had, of whomever. */
  replaces: Uint8Array | null;
  now: Date;
}

/**
 * Uses a link up and sets the password. All sessions of the user end; `sessionId` is the new one's,
 * null where the code of a second factor is still to come. Returns null when the link is over.
 */
export async function setPasswordByLink(
  orm: Orm,
  input: NewPassword,
): Promise<{ sessionId: string | null } | null> {
  const { token, passwordHash, replaces, now } = input;
  return await orm.transaction(async (tx) => {
    const userId = await takeLink(tx, token, now);
    if (userId === null) return null;
    const [user] = await tx
      .update(users)
      .set({ passwordHash })
      .where(eq(users.id, userId))
      .returning({ totpSecret: users.totpSecret });
    await endSessionsOf(tx, userId);
    await tell(tx, input);
    if (replaces) await endSession(tx, replaces);
    return { sessionId: user?.totpSecret ? null : await signInByLink(tx, input) };
  });
}

/** Notes it, and tells the owner by mail, unless they have only just been asked in. */
async function tell(tx: Rows, { link, origin, ip, now }: NewPassword): Promise<void> {
  const { user, purpose } = link;
  const actor = { userId: user.id, email: user.email, ip };
  const action = purpose === "invitation" ? "account.accept_invitation" : "account.password";
  await writeAudit(tx, { actor, action, subject: user.email, at: now });
  if (purpose === "invitation") return;
  const payload = { userId: user.id, at: now.toISOString(), agent: origin.agent };
  await queueMail(tx, { kind: "password_changed", recipient: user.email, payload, now });
}

async function signInByLink(tx: Rows, { link, origin, ip, now }: NewPassword): Promise<string> {
  const { id, email } = link.user;
  await tx.update(users).set({ lastSignInAt: now }).where(eq(users.id, id));
  const actor = { userId: id, email, ip };
  await writeAudit(tx, { actor, action: "session.start", subject: email, at: now });
  return await startSession(tx, id, now, origin);
}
