import { eq } from "drizzle-orm";
import { type Actor, writeAudit } from "#src/auth/audit.ts";
import { isLastAdmin } from "#src/auth/last-admin.ts";
import { endLinksOf } from "#src/auth/link.ts";
import { endSessionsOf } from "#src/auth/session.ts";
import type { Orm } from "#src/db/client.ts";
import { locks, lockUntilCommit } from "#src/db/lock.ts";
import { users } from "#src/db/schema/tables.ts";
import { type OrderedLink, orderLink, type Way } from "./client-link.ts";
import {
  type Client,
  type ClientFields,
  dropWaitingMails,
  findClient,
  isTaken,
  writeAccess,
} from "./client-store.ts";

// Every change of who may sign in holds one lock, so that two admins who demote each other at once
// do so one after the other, and an address is given once.

/** Creates somebody without a password and invites them; null when the address is somebody's. */
export async function createClient(
  orm: Orm,
  input: { actor: Actor; fields: ClientFields; by: string; way: Way; now: Date },
): Promise<OrderedLink | null> {
  const { actor, fields, by, way, now } = input;
  return await orm.transaction(async (tx) => {
    await lockUntilCommit(tx, locks.people);
    if (await isTaken(tx, fields.email)) return null;
    const row = { ...rowOf(fields), createdAt: now };
    const [user] = await tx.insert(users).values(row).returning();
    if (!user) return null;
    await writeAccess(tx, user.id, fields.access);
    const entry = { actor, action: "client.create", subject: user.email, at: now };
    await writeAudit(tx, { ...entry, after: { ...auditOf(fields), way } });
    const purpose = "invitation";
    return { user, purpose, token: await orderLink(tx, { user, purpose, way, by, now }) };
  });
}

/**
 * Stores what an admin has changed of somebody. Another role ends their sessions; other sites take
 * effect with their next request, since each reads them anew. A link that went to an earlier address
 * ends.
 */
export async function updateClient(
  orm: Orm,
  input: { actor: Actor; id: string | undefined; fields: ClientFields; now: Date },
): Promise<"updated" | "email_taken" | "last_admin"> {
  const { actor, id, fields, now } = input;
  return await orm.transaction(async (tx) => {
    await lockUntilCommit(tx, locks.people);
    const client = await findClient(tx, id);
    const { user } = client;
    if (await isTaken(tx, fields.email, user.id)) return "email_taken";
    if (fields.role !== "admin" && (await isLastAdmin(tx, user.id))) return "last_admin";
    const [before, after] = changesBetween(client, fields);
    if (Object.keys(after).length === 0) return "updated";
    await tx.update(users).set(rowOf(fields)).where(eq(users.id, user.id));
    await writeAccess(tx, user.id, fields.access);
    if (fields.role !== user.role) await endSessionsOf(tx, user.id);
    if (fields.email !== user.email) {
      await endLinksOf(tx, user.id);
      await dropWaitingMails(tx, user.email);
    }
    const entry = { actor, action: "client.update", subject: fields.email, at: now };
    await writeAudit(tx, { ...entry, before, after });
    return "updated";
  });
}

function rowOf({ name, email, role, locale, requiresTotp }: ClientFields) {
  return { name, email, role, locale, requiresTotp };
}

/** What the audit log says of somebody: their sites by their domains. */
function auditOf(fields: ClientFields) {
  const domains = (of: ClientFields["access"]) => of.map(({ domain }) => domain).toSorted();
  return {
    ...rowOf(fields),
    sites: domains(fields.access),
    settingsOf: domains(fields.access.filter(({ canEdit }) => canEdit)),
  };
}

function changesBetween({ user, access }: Client, fields: ClientFields) {
  const [before, after] = [auditOf({ ...user, access }), auditOf(fields)];
  const names = Object.keys(after) as (keyof typeof after)[];
  const changed = names.filter((name) => String(before[name]) !== String(after[name]));
  const pick = (from: typeof after) =>
    Object.fromEntries(changed.map((name) => [name, from[name]]));
  return [pick(before), pick(after)] as const;
}
