import { eq } from "drizzle-orm";
import { type Actor, writeAudit } from "#src/auth/audit.ts";
import type { Rows } from "#src/auth/session.ts";
import type { Orm } from "#src/db/client.ts";
import { users } from "#src/db/schema/tables.ts";

/** What people set about themselves. */
export type Profile = Pick<
  typeof users.$inferSelect,
  "name" | "locale" | "theme" | "weeklyMail" | "monthlyMail"
>;

/** The account of somebody who has signed in. */
export async function readAccount(rows: Rows, userId: number): Promise<typeof users.$inferSelect> {
  const [user] = await rows.select().from(users).where(eq(users.id, userId));
  if (!user) throw new Error("who has signed in has no row");
  return user;
}

/** Sets what a person has changed about themselves, and notes it when that is anything. */
export async function updateProfile(
  orm: Orm,
  input: { actor: Actor; userId: number; fields: Partial<Profile>; now: Date },
): Promise<void> {
  const { actor, userId, fields, now } = input;
  await orm.transaction(async (tx) => {
    const [user] = await tx.select().from(users).where(eq(users.id, userId)).for("update");
    const names = Object.keys(fields) as (keyof Profile)[];
    const changed = names.filter((name) => user && user[name] !== fields[name]);
    if (!user || changed.length === 0) return;
    const pick = (from: Partial<Profile>) =>
      Object.fromEntries(changed.map((name) => [name, from[name]]));
    const after = pick(fields);
    await tx.update(users).set(after).where(eq(users.id, userId));
    const entry = { action: "account.update", subject: user.email, before: pick(user), after };
    await writeAudit(tx, { actor, ...entry, at: now });
  });
}
