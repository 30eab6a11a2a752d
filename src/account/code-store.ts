import { eq } from "drizzle-orm";
import { type Actor, writeAudit } from "#src/auth/audit.ts";
import { type CodeAnswer, takeCode } from "#src/auth/second-factor.ts";
import { type CodeSession, type SessionOrigin, startSession } from "#src/auth/session.ts";
import type { Orm } from "#src/db/client.ts";
import { sessions, users } from "#src/db/schema/tables.ts";

/** What came of a code at sign-in: a session, a refusal, or nothing to sign in to any more. */
export type CodeSignIn = { id: string } | Exclude<CodeAnswer, { ok: true }> | null;

/** Replaces the session that waits for a code by a full one when the code is right. */
export async function finishSignIn(
  orm: Orm,
  input: {
    waiting: CodeSession;
    actor: Actor;
    typed: string;
    origin: SessionOrigin;
    now: Date;
  },
): Promise<CodeSignIn> {
  const { waiting, actor, typed, origin, now } = input;
  const { user, idHash } = waiting;
  return await orm.transaction(async (tx) => {
    const answer = await takeCode(tx, { userId: user.id, typed, now });
    const entry = { actor, subject: user.email, at: now };
    if (!answer.ok) {
      if (answer.why === "wrong") await writeAudit(tx, { ...entry, action: "session.code_refuse" });
      return answer;
    }
    const ended = await tx
      .delete(sessions)
      .where(eq(sessions.idHash, idHash))
      .returning({ id: sessions.id });
    if (ended.length === 0) return null;
    await tx.update(users).set({ lastSignInAt: now }).where(eq(users.id, user.id));
    await writeAudit(tx, { ...entry, action: "session.start", after: { code: answer.by } });
    return { id: await startSession(tx, user.id, now, origin) };
  });
}
