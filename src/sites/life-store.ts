import { and, eq, isNull, sql } from "drizzle-orm";
import { type Actor, writeAudit } from "#src/auth/audit.ts";
import type { Orm } from "#src/db/client.ts";
import { sites } from "#src/db/schema/tables.ts";
import { makeSiteKey } from "#src/lib/site-key.ts";
import type { Site } from "./site.ts";
import { holdSite } from "./store.ts";
import { addTask, endTasks } from "./task-store.ts";

// A site is counted, archived, and counted again as often as one likes; once deleted it is gone.

interface Change {
  actor: Actor;
  site: Pick<Site, "id" | "domain">;
  now: Date;
}

/** Stops counting a site and hides it from everybody but admins. */
export async function archiveSite(orm: Orm, { actor, site, now }: Change): Promise<void> {
  await orm.transaction(async (tx) => {
    const { archivedAt } = await holdSite(tx, site.id);
    if (archivedAt) return;
    await tx.update(sites).set({ archivedAt: now }).where(eq(sites.id, site.id));
    await writeAudit(tx, { actor, action: "site.archive", subject: site.domain, at: now });
  });
}

/** Counts an archived site again. */
export async function restoreSite(orm: Orm, { actor, site, now }: Change): Promise<void> {
  await orm.transaction(async (tx) => {
    const { archivedAt } = await holdSite(tx, site.id);
    if (!archivedAt) return;
    await tx.update(sites).set({ archivedAt: null }).where(eq(sites.id, site.id));
    await writeAudit(tx, { actor, action: "site.restore", subject: site.domain, at: now });
  });
}

/** Begins to count a site that was imported and is whole now. */
export async function openSite(orm: Orm, id: number): Promise<void> {
  await orm
    .update(sites)
    .set({ archivedAt: null })
    .where(and(eq(sites.id, id), isNull(sites.deletedAt)));
}

/**
 * Deletes a site: from the commit on nobody sees it, nothing is stored of it, and its domain is free,
 * and its key, with which it may be imported again at once. What was counted is erased by a task.
 * Whoever stores something of the site holds its row until the commit (see collect/store.ts), so this
 * waits for them, and they find it deleted afterwards.
 */
export async function deleteSite(orm: Orm, { actor, site, now }: Change): Promise<void> {
  await orm.transaction(async (tx) => {
    const { archivedAt } = await holdSite(tx, site.id);
    await tx
      .update(sites)
      .set({ archivedAt: archivedAt ?? now, deletedAt: now, key: makeSiteKey() })
      .where(eq(sites.id, site.id));
    // Nobody needs figures any more that are still being counted anew.
    await endTasks(tx, site.id, now);
    await addTask(tx, { siteId: site.id, kind: "delete", now });
    await writeAudit(tx, { actor, action: "site.delete", subject: site.domain, at: now });
  });
}

/** Removes the row of a site of which nothing is left, and with it who saw it and its tasks. */
export async function forgetSite(
  orm: Orm,
  {
    id,
    domain,
    erased,
    now,
  }: { id: number; domain: string; erased: { events: number }; now: Date },
): Promise<void> {
  await orm.transaction(async (tx) => {
    await tx.delete(sites).where(and(eq(sites.id, id), sql`${sites.deletedAt} is not null`));
    const actor: Actor = { userId: null, email: null, ip: null };
    const entry = { actor, action: "site.erase", subject: domain, at: now };
    await writeAudit(tx, { ...entry, after: erased });
  });
}
