import type { Sql } from "#src/db/client.ts";
import type { Day } from "#src/lib/time.ts";

/** How long after their last sign of life visitors count as being on the site. */
export const onlineMs = 300_000;

/** How many visitors gave a sign of life in the last five minutes. */
export async function countOnline(sql: Sql, siteId: number, now: Date): Promise<number> {
  const since = new Date(now.getTime() - onlineMs);
  // Around the world there are at most three dates at a time: UTC's, the one before, the one after.
  const [row] = await sql<{ online: number }[]>`
    select count(distinct (day, visitor))::int as online
    from visits
    where site_id = ${siteId}
      and day between (${since}::timestamptz at time zone 'UTC')::date - 1
                  and (${now}::timestamptz at time zone 'UTC')::date + 1
      and last_seen_at > ${since}
      and started_at <= ${now}
  `;
  return row?.online ?? 0;
}

/**
 * The first day, in the site's zone, of which anything is known; null before there is an event. Its
 * figures may have outlived it, and it may be too new to have any.
 */
export async function readFirstDay(sql: Sql, siteId: number): Promise<Day | null> {
  const [row] = await sql<{ day: Day | null }[]>`
    select least(
      (select day from events where site_id = ${siteId} order by day limit 1),
      (
        select day from daily_lists
        where site_id = ${siteId} and dimension = 'total'
        order by day
        limit 1
      )
    )::text as day
  `;
  return row?.day ?? null;
}

/** Whether anything was ever counted for the site. */
export async function hasEvents(sql: Sql, siteId: number): Promise<boolean> {
  return (await readFirstDay(sql, siteId)) !== null;
}

/**
 * When each of these sites was last seen to be visited; those that never were are left out. Of one
 * whose visits are not kept any more it is the noon of the last day that has figures.
 */
export async function readLastSeen(
  sql: Sql,
  siteIds: readonly number[],
): Promise<Map<number, Date>> {
  const rows = await sql<{ siteId: number; at: number }[]>`
    select site.id as "siteId", extract(epoch from seen.at)::float8 * 1000 as at
    from unnest(${[...siteIds]}::int[]) as site (id)
    cross join lateral (
      select max(day) as day
      from daily_lists
      where site_id = site.id and dimension = 'total'
    ) latest
    cross join lateral (
      select coalesce(max(last_seen_at), latest.day + interval '12 hours') as at
      from visits
      where site_id = site.id and day = latest.day
    ) seen
    where seen.at is not null
  `;
  return new Map(rows.map(({ siteId, at }) => [siteId, new Date(at)]));
}
