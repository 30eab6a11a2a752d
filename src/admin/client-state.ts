import { eq } from "drizzle-orm";
import { type Actor, writeAudit } from "#src/auth/audit.ts";
import { isLastAdmin } from "#src/auth/last-admin.ts";
import { endLinksOf } from "#src/auth/link.ts";
import { dropSecondFactor } from "#src/auth/second-factor.ts";
import { endSessionsOf, type Rows } from "#src/auth/session.ts";
import type { Orm } from "#src/db/client.ts";
import { locks, lockUntilCommit } from "#src/db/lock.ts";
import { users } from "#src/db/schema/tables.ts";
import { deleteUser, dropWaitingMails, findClient, type User } from "./client-store.ts";

interface Change {
  actor: Actor;
  id: string | undefined;
  now: Date;
}

/**
 * Shuts somebody out: their sessions, links and mails on their way end in the same transaction. An
 * open event stream looks at its session before each message, and ends too.
 */
export async function disableClient(orm: Orm, change: Change): Promise<"done" | "last_admin"> {
  return await changeUser(orm, change, async (tx, user) => {
    if (user.disabledAt) return "done";
    if (await isLastAdmin(tx, user.id)) return "last_admin";
    await setDisabledAt(tx, user, change.now);
    await note(tx, change, { action: "client.disable", user });
    return "done";
  });
}

/** Lets somebody in again, whose earlier sessions and links stay ended. */
export async function enableClient(orm: Orm, change: Change): Promise<User> {
  return await changeUser(orm, change, async (tx, user) => {
    if (!user.disabledAt) return user;
    await setDisabledAt(tx, user, null);
    await note(tx, change, { action: "client.enable", user });
    return user;
  });
}

/** Takes the second factor of somebody away who has lost it, and ends their sessions. */
export async function dropClientFactor(orm: Orm, change: Change): Promise<void> {
  await changeUser(orm, change, async (tx, user) => {
    const { actor, now } = change;
    if (await dropSecondFactor(tx, { actor, user, now })) await endSessionsOf(tx, user.id);
  });
}

/** Deletes somebody for good; `confirmed` is the address that was typed to confirm it. */
export async function deleteClient(
  orm: Orm,
  change: Change & { confirmed: string },
): Promise<{ kind: "deleted"; email: string } | { kind: "confirm_wrong" | "last_admin" }> {
  return await changeUser(orm, change, async (tx, user) => {
    if (change.confirmed !== user.email) return { kind: "confirm_wrong" };
    if (await isLastAdmin(tx, user.id)) return { kind: "last_admin" };
    await deleteUser(tx, user);
    await note(tx, change, { action: "client.delete", user });
    return { kind: "deleted", email: user.email };
  });
}

async function changeUser<T>(
  orm: Orm,
  { id }: Change,
  change: (tx: Rows, user: User) => Promise<T>,
): Promise<T> {
  return await orm.transaction(async (tx) => {
    await lockUntilCommit(tx, locks.people);
    return await change(tx, (await findClient(tx, id)).user);
  });
}

/** A session that began while the state changed would come to life with the next change. */
async function setDisabledAt(tx: Rows, user: User, disabledAt: Date | null): Promise<void> {
  await tx.update(users).set({ disabledAt }).where(eq(users.id, user.id));
  await endSessionsOf(tx, user.id);
  await endLinksOf(tx, user.id);
  await dropWaitingMails(tx, user.email);
}

async function note(
  tx: Rows,
  { actor, now }: Change,
  { action, user }: { action: string; user: User },
): Promise<void> {
  const { email, name, role } = user;
  const before = action === "client.delete" ? { name, role } : {};
  await writeAudit(tx, { actor, action, subject: email, before, at: now });
}
