import { eq } from "drizzle-orm";
import { type Actor, writeAudit } from "#src/auth/audit.ts";
import {
  endSession,
  endSessionsOf,
  type Rows,
  type SessionOrigin,
  startCodeSession,
  startSession,
} from "#src/auth/session.ts";
import type { Orm } from "#src/db/client.ts";
import { users } from "#src/db/schema/tables.ts";
import type { Locale } from "#src/lib/locale.ts";

export type User = typeof users.$inferSelect;

/** The user with that address; null for an address that nobody has. */
export async function findUser(rows: Rows, email: string): Promise<User | null> {
  const [user] = await rows.select().from(users).where(eq(users.email, email));
  return user ?? null;
}

interface SignIn {
  user: User;
  actor: Actor;
  /** A hash at today's cost, when the stored one was made at another. */
  passwordHash: string | null;
  origin: SessionOrigin;
  now: Date;
}

/** A session that was begun; `asksCode` when the code of the second factor is still to come. */
interface Begun {
  id: string;
  asksCode: boolean;
}

/** Begins a session, or one that waits for the code of the second factor, and notes it. */
export async function signIn(
  orm: Orm,
  { user, actor, passwordHash, origin, now }: SignIn,
): Promise<Begun> {
  const asksCode = user.totpSecret !== null;
  const entry = { actor, subject: user.email, at: now };
  return await orm.transaction(async (tx) => {
    if (passwordHash) await tx.update(users).set({ passwordHash }).where(eq(users.id, user.id));
    if (asksCode) {
      await writeAudit(tx, { ...entry, action: "session.code_ask" });
      return { id: await startCodeSession(tx, user.id, now), asksCode };
    }
    await tx.update(users).set({ lastSignInAt: now }).where(eq(users.id, user.id));
    await writeAudit(tx, { ...entry, action: "session.start" });
    return { id: await startSession(tx, user.id, now, origin), asksCode };
  });
}

/** Ends a session and notes it. */
export async function signOut(
  orm: Orm,
  input: { actor: Actor; sessionHash: Uint8Array; now: Date },
): Promise<void> {
  const { actor, sessionHash, now } = input;
  await orm.transaction(async (tx) => {
    await endSession(tx, sessionHash);
    await writeAudit(tx, {
      actor,
      action: "session.end",
      subject: actor.email ?? "",
      at: now,
    });
  });
}

/** Sets the language that a user reads. */
export async function setLocale(
  orm: Orm,
  input: { actor: Actor; userId: number; before: Locale; locale: Locale; now: Date },
): Promise<void> {
  const { actor, userId, before, locale, now } = input;
  await orm.transaction(async (tx) => {
    await tx.update(users).set({ locale }).where(eq(users.id, userId));
    await writeAudit(tx, {
      actor,
      action: "account.language",
      subject: actor.email ?? "",
      before: { locale: before },
      after: { locale },
      at: now,
    });
  });
}

/** Gives a user a new password and ends all their sessions; false when nobody has that address. */
export async function setPassword(
  orm: Orm,
  input: { actor: Actor; email: string; passwordHash: string; now: Date },
): Promise<boolean> {
  const { actor, email, passwordHash, now } = input;
  return await orm.transaction(async (tx) => {
    const [user] = await tx
      .update(users)
      .set({ passwordHash })
      .where(eq(users.email, email))
      .returning({ id: users.id });
    if (!user) return false;
    await endSessionsOf(tx, user.id);
    await writeAudit(tx, { actor, action: "account.password", subject: email, at: now });
    return true;
  });
}
