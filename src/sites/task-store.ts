import { and, asc, desc, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import { type Actor, writeAudit } from "#src/auth/audit.ts";
import type { Rows } from "#src/auth/session.ts";
import type { Orm } from "#src/db/client.ts";
import { sites, siteTasks } from "#src/db/schema/tables.ts";
import type { Site } from "./site.ts";
import { holdSite } from "./store.ts";

/** Long work on one site. Units: `done` of `total`; 0 of 0 until it was begun. */
export type SiteTask = typeof siteTasks.$inferSelect;

/** A task that is to be done, and the site that it is about. */
export interface OpenTask {
  task: SiteTask;
  site: Site;
}

/** Puts a task on the list, unless the site has one of the kind that is not finished. */
export async function addTask(
  rows: Rows,
  { siteId, kind, now }: { siteId: number; kind: SiteTask["kind"]; now: Date },
): Promise<void> {
  await rows.insert(siteTasks).values({ siteId, kind, createdAt: now }).onConflictDoNothing();
}

/**
 * Asks for a site to be counted anew, from its events and by its present time zone. What was being
 * counted by another zone ends. A site that is being imported stays so, as it is opened at the end of
 * that: its import begins anew. Errors: `NotFoundError`, for a site that was deleted meanwhile.
 */
export async function askRebuild(
  orm: Orm,
  { actor, site, now }: { actor: Actor; site: Site; now: Date },
): Promise<void> {
  await orm.transaction(async (tx) => {
    const { timeZone } = await holdSite(tx, site.id);
    const ended = await endTasks(tx, site.id, now);
    const kind = ended.includes("import") ? "import" : "rebuild";
    await addTask(tx, { siteId: site.id, kind, now });
    const entry = { actor, action: "site.rebuild", subject: site.domain, at: now };
    await writeAudit(tx, { ...entry, after: { timeZone } });
  });
}

/** Ends what was still to be done for a site, and returns of which kinds that was. */
export async function endTasks(rows: Rows, siteId: number, now: Date): Promise<SiteTask["kind"][]> {
  const ended = await rows
    .update(siteTasks)
    .set({ finishedAt: now })
    .where(and(eq(siteTasks.siteId, siteId), isNull(siteTasks.finishedAt)))
    .returning({ kind: siteTasks.kind });
  return ended.map(({ kind }) => kind);
}

/**
 * Puts the deletions on the list that have left it, though the site is still there: what was promised
 * to be erased would be kept for good, where nobody sees it.
 */
export async function addLostDeletions(rows: Rows, now: Date): Promise<void> {
  const isItsDeletion = and(
    eq(siteTasks.siteId, sites.id),
    eq(siteTasks.kind, "delete"),
    isNull(siteTasks.finishedAt),
  );
  const lost = await rows
    .select({ siteId: sites.id })
    .from(sites)
    .leftJoin(siteTasks, isItsDeletion)
    .where(and(isNotNull(sites.deletedAt), isNull(siteTasks.id)));
  for (const { siteId } of lost) await addTask(rows, { siteId, kind: "delete", now });
}

/** What is to be done, deletions first: they were promised. */
export async function listOpenTasks(rows: Rows): Promise<OpenTask[]> {
  return await rows
    .select({ task: siteTasks, site: sites })
    .from(siteTasks)
    .innerJoin(sites, eq(sites.id, siteTasks.siteId))
    .where(isNull(siteTasks.finishedAt))
    .orderBy(asc(siteTasks.kind), asc(siteTasks.id));
}

/** The last task of some kinds that a site was given, finished or not. */
export async function findLastTask(
  rows: Rows,
  siteId: number,
  ...kinds: SiteTask["kind"][]
): Promise<SiteTask | null> {
  const [task] = await rows
    .select()
    .from(siteTasks)
    .where(and(eq(siteTasks.siteId, siteId), inArray(siteTasks.kind, kinds)))
    .orderBy(desc(siteTasks.id))
    .limit(1);
  return task ?? null;
}

/** Says how far a task is. Shape: false when it was ended meanwhile. */
export async function noteProgress(
  rows: Rows,
  id: number,
  { done, total, now }: { done: number; total: number; now: Date },
): Promise<boolean> {
  const startedAt = sql`coalesce(${siteTasks.startedAt}, ${now.toISOString()}::timestamptz)`;
  const noted = await rows
    .update(siteTasks)
    .set({ done, total, startedAt, error: null })
    .where(and(eq(siteTasks.id, id), isNull(siteTasks.finishedAt)))
    .returning({ id: siteTasks.id });
  return noted.length > 0;
}

/** Says why a task did not come to its end; it is tried again. */
export async function noteFailure(rows: Rows, id: number, error: string): Promise<void> {
  await rows.update(siteTasks).set({ error }).where(eq(siteTasks.id, id));
}

/** Says that a task is done. */
export async function finishTask(rows: Rows, id: number, now: Date): Promise<void> {
  await rows.update(siteTasks).set({ finishedAt: now, error: null }).where(eq(siteTasks.id, id));
}
