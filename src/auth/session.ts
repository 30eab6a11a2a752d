import { and, eq, gt, isNull, lt } from "drizzle-orm";
import type { Orm } from "#src/db/client.ts";
import {
  passwordResetTokens,
  sessions,
  signInFailures,
  userSites,
  users,
} from "#src/db/schema/tables.ts";
import type { Principal } from "./route.ts";
import { hashToken, makeToken } from "./token.ts";
import { makeTotpSecret } from "./totp.ts";

// A session is 256 random bits in a cookie and their SHA-256 in the database, so that who reads the
// database cannot take a session over. It lives eight hours, used or not, and ends early when the
// password, the role or the state of its user changes.

const lifeMs = 8 * 3_600_000;

const codeLifeMs = 10 * 60_000;

/** How long a session lives. Units: seconds, as a cookie counts. */
export const sessionMaxAgeS = lifeMs / 1000;

/** How long one lives that waits for the code of the second factor. Units: seconds. */
export const codeSessionMaxAgeS = codeLifeMs / 1000;

/** The builder, or a transaction of it. */
export type Rows = Pick<Orm, "select" | "insert" | "update" | "delete" | "execute">;

/** Where a session was begun, for its owner's list. Shape: `agent` as `Firefox, Windows`. */
export interface SessionOrigin {
  ip: string | null;
  agent: string | null;
}

/** Begins a session with a new id and returns that id: the cookie's value. */
export async function startSession(
  rows: Rows,
  userId: number,
  now: Date,
  origin: SessionOrigin = { ip: null, agent: null },
): Promise<string> {
  return await insertSession(rows, { userId, stage: "full", now, lifeMs, ...origin });
}

/**
 * Begins a session of somebody who has a second factor, after the right password: it opens the form
 * for the code and nothing else. Returns the cookie's value.
 */
export async function startCodeSession(rows: Rows, userId: number, now: Date): Promise<string> {
  return await insertSession(rows, { userId, stage: "code", now, lifeMs: codeLifeMs });
}

interface NewSession extends Partial<SessionOrigin> {
  userId: number;
  stage: "code" | "full";
  now: Date;
  lifeMs: number;
}

async function insertSession(rows: Rows, { now, lifeMs, ...session }: NewSession): Promise<string> {
  const id = makeToken();
  await rows.insert(sessions).values({
    ...session,
    idHash: hashToken(id),
    csrfToken: makeToken(),
    totpOffer: makeTotpSecret(),
    createdAt: now,
    expiresAt: new Date(now.getTime() + lifeMs),
  });
  return id;
}

/** A session that waits for the code of its user's second factor. */
export interface CodeSession {
  user: typeof users.$inferSelect;
  idHash: Uint8Array;
  csrfToken: string;
}

/** The waiting session of an id; null when it is unknown, over, or its user is disabled. */
export async function findCodeSession(
  rows: Rows,
  id: string,
  now: Date,
): Promise<CodeSession | null> {
  const found = await findSession(rows, id, "code", now);
  return found && { user: found.user, idHash: found.idHash, csrfToken: found.csrfToken };
}

/**
 * Who a session id belongs to; null when it is unknown, over, or its user is disabled, and while
 * the code of the second factor is still to come.
 */
export async function findPrincipal(rows: Rows, id: string, now: Date): Promise<Principal | null> {
  const found = await findSession(rows, id, "full", now);
  if (!found) return null;
  const { user, idHash, csrfToken, sessionId } = found;
  return {
    userId: user.id,
    email: user.email,
    name: user.name,
    role: user.role,
    locale: user.locale,
    theme: user.theme,
    ...(user.role === "admin" ? everySite : await sitesOf(rows, user.id)),
    mustSetUpTotp: user.requiresTotp && user.totpSecret === null,
    sessionId,
    sessionHash: idHash,
    csrfToken,
  };
}

async function findSession(rows: Rows, id: string, stage: "code" | "full", now: Date) {
  const idHash = hashToken(id);
  const [found] = await rows
    .select({ user: users, csrfToken: sessions.csrfToken, sessionId: sessions.id })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.idHash, idHash),
        eq(sessions.stage, stage),
        gt(sessions.expiresAt, now),
        isNull(users.disabledAt),
      ),
    );
  return found ? { ...found, idHash } : null;
}

const everySite = { siteIds: "all", editableSiteIds: "all" } as const;

async function sitesOf(rows: Rows, userId: number) {
  const found = await rows.select().from(userSites).where(eq(userSites.userId, userId));
  const idsOf = (of: typeof found) => of.map(({ siteId }) => siteId);
  return { siteIds: idsOf(found), editableSiteIds: idsOf(found.filter(({ canEdit }) => canEdit)) };
}

/** Ends one session. */
export async function endSession(rows: Rows, idHash: Uint8Array): Promise<void> {
  await rows.delete(sessions).where(eq(sessions.idHash, idHash));
}

/** Ends every session of a user. */
export async function endSessionsOf(rows: Rows, userId: number): Promise<void> {
  await rows.delete(sessions).where(eq(sessions.userId, userId));
}

/** Forgets sessions, links and failures that are over. */
export async function forgetExpired(rows: Rows, now: Date): Promise<void> {
  const dayAgo = new Date(now.getTime() - 86_400_000);
  await rows.delete(sessions).where(lt(sessions.expiresAt, now));
  await rows.delete(passwordResetTokens).where(lt(passwordResetTokens.expiresAt, dayAgo));
  await rows.delete(signInFailures).where(lt(signInFailures.lastFailedAt, dayAgo));
}
