import { and, desc, eq, gt, ne } from "drizzle-orm";
import { type Actor, writeAudit } from "#src/auth/audit.ts";
import { endLinksOf } from "#src/auth/link.ts";
import type { Principal } from "#src/auth/route.ts";
import { endSessionsOf, type Rows, type SessionOrigin, startSession } from "#src/auth/session.ts";
import type { Orm } from "#src/db/client.ts";
import { sessions, users } from "#src/db/schema/tables.ts";
import { queueMail } from "#src/mail/outbox.ts";

/** The browsers where somebody has signed in, the latest first. */
export async function listSessions(rows: Rows, userId: number, now: Date) {
  const { id, ip, agent, createdAt } = sessions;
  return await rows
    .select({ id, ip, agent, createdAt })
    .from(sessions)
    .where(
      and(eq(sessions.userId, userId), eq(sessions.stage, "full"), gt(sessions.expiresAt, now)),
    )
    .orderBy(desc(createdAt), desc(id));
}

interface Ending {
  actor: Actor;
  principal: Principal;
  now: Date;
}

/** Ends one session of somebody's own; false when they have none of that id. */
export async function endOwnSession(
  orm: Orm,
  { actor, principal, now, sessionId }: Ending & { sessionId: number },
): Promise<boolean> {
  return await orm.transaction(async (tx) => {
    const ended = await tx
      .delete(sessions)
      .where(and(eq(sessions.id, sessionId), eq(sessions.userId, principal.userId)))
      .returning({ agent: sessions.agent, ip: sessions.ip });
    const [before] = ended;
    if (!before) return false;
    const entry = { action: "account.session_end", subject: principal.email, before };
    await writeAudit(tx, { actor, ...entry, at: now });
    return true;
  });
}

/** Ends all sessions of somebody but the one that asks. */
export async function endOtherSessions(orm: Orm, { actor, principal, now }: Ending): Promise<void> {
  await orm.transaction(async (tx) => {
    await tx
      .delete(sessions)
      .where(and(eq(sessions.userId, principal.userId), ne(sessions.id, principal.sessionId)));
    const entry = { action: "account.sessions_end", subject: principal.email };
    await writeAudit(tx, { actor, ...entry, at: now });
  });
}

/**
 * Gives somebody the password they chose, ends all their sessions and links, tells them by mail and
 * begins a new session for the browser that asks; returns its id.
 */
export async function changePassword(
  orm: Orm,
  input: Ending & { passwordHash: string; origin: SessionOrigin },
): Promise<string> {
  const { actor, principal, passwordHash, origin, now } = input;
  const { userId, email } = principal;
  return await orm.transaction(async (tx) => {
    await tx.update(users).set({ passwordHash }).where(eq(users.id, userId));
    await endSessionsOf(tx, userId);
    await endLinksOf(tx, userId);
    await writeAudit(tx, { actor, action: "account.password", subject: email, at: now });
    const payload = { userId, at: now.toISOString(), agent: origin.agent };
    await queueMail(tx, { kind: "password_changed", recipient: email, payload, now });
    return await startSession(tx, userId, now, origin);
  });
}
