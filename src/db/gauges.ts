import { sql } from "drizzle-orm";
import type { Orm } from "./client.ts";

/** What is measured of the database each time that somebody asks for the metrics. */
export interface Gauges {
  /** Units: bytes. */
  size: number;
  /** Connections of all servers on this database, by what they do. */
  connections: { state: string; count: number }[];
  /** Those of all its users together, ours among them, whatever database they are on. */
  connectionsTaken: number;
  /** As many as PostgreSQL takes of all of them. */
  connectionsMax: number;
  mailsWaiting: number;
  mailsFailed: number;
  jobs: JobGauges[];
}

/** When a job ran last. Units: seconds, since 1970 for the instants. */
export interface JobGauges {
  name: string;
  startedAt: number;
  finishedAt: number | null;
  failedAt: number | null;
}

/** Reads them: one statement, of some milliseconds. */
export async function readGauges(orm: Pick<Orm, "execute">): Promise<Gauges> {
  const [row] = await orm.execute<Gauges & Record<string, unknown>>(sql`
    with connected as (
      select coalesce(state, 'unknown') as state, count(*)::int as count
      from pg_stat_activity
      where datname = current_database() and application_name = 'tracker-analytics'
      group by 1
    ),
    taken as (
      -- What those of another user are is kept from an ordinary one; but they have a database.
      select from pg_stat_activity
      where datid is not null and coalesce(backend_type, 'client backend') = 'client backend'
    ),
    ran as (
      select name,
             extract(epoch from started_at)::float8 as "startedAt",
             extract(epoch from finished_at)::float8 as "finishedAt",
             extract(epoch from failed_at)::float8 as "failedAt"
      from job_runs
    )
    select pg_database_size(current_database())::float8 as size,
           (select coalesce(json_agg(connected order by state), '[]') from connected) as connections,
           (select count(*)::int from taken) as "connectionsTaken",
           current_setting('max_connections')::int as "connectionsMax",
           (select count(*)::int from mails where state = 'waiting') as "mailsWaiting",
           (select count(*)::int from mails where state = 'failed') as "mailsFailed",
           (select coalesce(json_agg(ran order by name), '[]') from ran) as jobs
  `);
  if (!row) throw new Error("the database has said nothing of itself");
  return row;
}
