import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { users } from "#src/db/schema/tables.ts";
import type { Rows } from "./session.ts";

/**
 * Whether without this user nobody could sign in as an admin: who is disabled or has not accepted
 * the invitation yet cannot. Ask it under `locks.people`, so that of two who demote each other at
 * once the second is told.
 */
export async function isLastAdmin(rows: Rows, userId: number): Promise<boolean> {
  const active = await rows
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.role, "admin"), isNull(users.disabledAt), isNotNull(users.passwordHash)))
    .limit(2);
  return active.length === 1 && active[0]?.id === userId;
}
