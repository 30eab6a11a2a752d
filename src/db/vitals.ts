import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Orm } from "./client.ts";

/** Figures that come later than this are said to be late. */
export const lagMaxSeconds = 300;

/** How the database is at this moment, for what asks every few seconds. */
export interface Vitals {
  /** By its own clock. */
  now: Date;
  /**
   * Tells this running PostgreSQL and its database from every other, also from a copy of it; all
   * servers on it have the same. It says nothing, and is another after a restart.
   */
  instance: string;
  /** Visitor-days that wait to be counted, at most `pendingMax`. */
  pending: number;
  /** For how long the oldest of what waits has waited. Units: seconds. */
  lagSeconds: number;
  /** Jobs whose last run has failed. */
  failedJobs: string[];
}

interface VitalsRow extends Record<string, unknown> {
  nowMs: number;
  started: string;
  pending: number;
  lagSeconds: number;
  failedJobs: string[];
}

/** More than that are not counted: it would take longer than whoever asks waits. */
const pendingMax = 1_000_000;

/** Asks for the vitals: one statement, of a millisecond where little waits. */
export async function readVitals(orm: Pick<Orm, "execute">): Promise<Vitals> {
  const [row] = await orm.execute<VitalsRow>(sql`
    with waiting as (
      select count(*)::int as pending, min(queued_at) as since
      from (select queued_at from pending limit ${pendingMax}) as counted
    )
    select extract(epoch from clock_timestamp())::float8 * 1000 as "nowMs",
           extract(epoch from pg_postmaster_start_time())::text || current_database() as started,
           pending,
           coalesce(greatest(0, extract(epoch from clock_timestamp() - least(
             since, (select min(queued_at) from stale_days)
           ))), 0)::float8 as "lagSeconds",
           array(select name from job_runs where failed_at is not null order by name) as "failedJobs"
    from waiting
  `);
  if (!row) throw new Error("the database has said nothing of itself");
  const { nowMs, started, pending, lagSeconds, failedJobs } = row;
  const instance = createHash("sha256").update(started).digest("hex").slice(0, 16);
  return { now: new Date(nowMs), instance, pending, lagSeconds, failedJobs };
}
