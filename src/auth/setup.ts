import { eq } from "drizzle-orm";
import type { Database, Orm } from "#src/db/client.ts";
import { locks, lockUntilCommit } from "#src/db/lock.ts";
import { settings, users } from "#src/db/schema/tables.ts";
import type { Locale } from "#src/lib/locale.ts";
import { writeAudit } from "./audit.ts";
import type { Rows } from "./session.ts";
import { hashToken, isSameSecret, makeToken } from "./token.ts";

// There is no default account. While no admin exists, each start makes a one-time token and prints
// the link that holds it: who can read the server's log may create the first account.

const settingName = "setup_token";

/** What the first admin types in; the password already hashed. */
export interface FirstAdmin {
  name: string;
  email: string;
  passwordHash: string;
  locale: Locale;
}

/** Makes the set-up token of this start; null when an admin exists and no set-up is needed. */
export async function prepareSetup(database: Database): Promise<string | null> {
  if (await hasAdmin(database.orm)) return null;
  const token = makeToken();
  const value = fingerprint(token);
  await database.orm
    .insert(settings)
    .values({ name: settingName, value })
    .onConflictDoUpdate({ target: settings.name, set: { value } });
  return token;
}

/** Whether the instance has been set up. */
export async function hasAdmin(rows: Rows): Promise<boolean> {
  const found = await rows
    .select({ id: users.id })
    .from(users)
    .where(eq(users.role, "admin"))
    .limit(1);
  return found.length > 0;
}

/** Whether a token opens the set-up page: it is the newest one, and no admin exists yet. */
export async function isSetupToken(rows: Rows, token: string): Promise<boolean> {
  const [row] = await rows.select().from(settings).where(eq(settings.name, settingName));
  if (typeof row?.value !== "string" || !isSameSecret(row.value, fingerprint(token))) return false;
  return !(await hasAdmin(rows));
}

/**
 * Creates the first admin and burns the token, in one transaction under a lock: of fifty tries at
 * once one succeeds. Returns the new user's id, or null when the token no longer opens the door.
 */
export async function createFirstAdmin(
  orm: Orm,
  input: { token: string; admin: FirstAdmin; ip: string; now: Date },
): Promise<number | null> {
  const { token, admin, ip, now } = input;
  return await orm.transaction(async (tx) => {
    await lockUntilCommit(tx, locks.setup);
    if (!(await isSetupToken(tx, token))) return null;
    const [user] = await tx
      .insert(users)
      .values({ ...admin, role: "admin", createdAt: now, lastSignInAt: now })
      .returning({ id: users.id });
    if (!user) return null;
    await tx.delete(settings).where(eq(settings.name, settingName));
    await writeAudit(tx, {
      actor: { userId: user.id, email: admin.email, ip },
      action: "instance.set_up",
      subject: admin.email,
      after: { name: admin.name, role: "admin" },
      at: now,
    });
    return user.id;
  });
}

function fingerprint(token: string): string {
  return Buffer.from(hashToken(token)).toString("hex");
}
