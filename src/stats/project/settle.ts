import type { Sql } from "#src/db/client.ts";
import type { SiteDay } from "./daily.ts";
import { recomputeDay } from "./daily.ts";
import { projectAllPending } from "./visits.ts";

/**
 * Projects everything that is pending and computes every stale day, whoever else is at it. Each
 * step waits for the steps of others, so that when this returns what was stored before it was
 * called is counted.
 */
export async function settleProjections(sql: Sql): Promise<void> {
  await projectAllPending(sql);
  for (const siteDay of await readStaleDays(sql)) await recomputeDay(sql, siteDay);
}

/** The days that wait to be computed anew, the latest first: it is the one that people look at. */
export async function readStaleDays(sql: Sql): Promise<SiteDay[]> {
  return sql<SiteDay[]>`
    select site_id as "siteId", day::text
    from stale_days
    group by site_id, day
    order by stale_days.day desc, site_id
  `;
}
