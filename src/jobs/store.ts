import { and, eq, notInArray, sql } from "drizzle-orm";
import type { Orm } from "#src/db/client.ts";
import { jobRuns } from "#src/db/schema/tables.ts";
import { describeError } from "#src/lib/log.ts";

/** Does what a job does, and notes when it began and how it ended; a failure is thrown on. */
export async function noteRun(
  orm: Orm,
  { name, now }: { name: string; now: () => Date },
  work: () => Promise<void>,
): Promise<void> {
  const startedAt = now();
  const set = { startedAt };
  await orm.insert(jobRuns).values({ name, startedAt }).onConflictDoUpdate({
    target: jobRuns.name,
    set,
  });
  try {
    await work();
  } catch (error) {
    const failure = { failedAt: now(), error: describeError(error) };
    await orm.update(jobRuns).set(failure).where(eq(jobRuns.name, name));
    throw error;
  }
  const success = { finishedAt: now(), failedAt: null, error: null };
  await orm.update(jobRuns).set(success).where(eq(jobRuns.name, name));
}

/**
 * Whether the last run of a job began at about an instant, before or after it, and ended well: what a
 * clock has noted that was hours ahead is to keep nobody from running the job until then.
 */
export async function hasRunAbout(
  orm: Orm,
  { name, at, withinMs }: { name: string; at: Date; withinMs: number },
): Promise<boolean> {
  const [last] = await orm.select().from(jobRuns).where(eq(jobRuns.name, name));
  if (!last?.finishedAt || last.failedAt) return false;
  const apartMs = Math.abs(at.getTime() - last.startedAt.getTime());
  return apartMs < withinMs && last.finishedAt >= last.startedAt;
}

/** Forgets the runs of jobs that there are not any more, whose last failure would stand for good. */
export async function forgetOtherRuns(orm: Orm, names: readonly string[]): Promise<void> {
  await orm.delete(jobRuns).where(notInArray(jobRuns.name, [...names]));
}

/** Forgets the run of a job that neither began nor ended after an instant. */
export async function forgetRunBefore(
  orm: Orm,
  { name, before }: { name: string; before: Date },
): Promise<void> {
  const { startedAt, finishedAt, failedAt } = jobRuns;
  const last = sql`greatest(${startedAt}, ${finishedAt}, ${failedAt})`;
  const isOld = sql`${last} <= ${before.toISOString()}::timestamptz`;
  await orm.delete(jobRuns).where(and(eq(jobRuns.name, name), isOld));
}
