import type { Sql } from "#src/db/client.ts";
import { onlineMs } from "./live.ts";
import type { DayRange } from "./period.ts";

/** A site of which a list shows the size. */
export interface ListedSite {
  id: number;
  range: DayRange;
}

/** How busy a site was over its range, and is now. */
export interface Overview {
  siteId: number;
  visitors: number;
  online: number;
}

/** The size of each of many sites, in one question; every site gets a row. */
export async function readOverviews(
  sql: Sql,
  sites: readonly ListedSite[],
  now: Date,
): Promise<Overview[]> {
  const since = new Date(now.getTime() - onlineMs);
  const rows = await sql<Overview[]>`
    with site as (
      select *
      from unnest(
        ${sites.map(({ id }) => id)}::int[],
        ${sites.map(({ range }) => range.from)}::date[],
        ${sites.map(({ range }) => range.to)}::date[]
      ) as one (id, first_day, end_day)
    )
    select
      site.id as "siteId",
      (
        select coalesce(sum(visitors), 0)::int
        from daily
        where site_id = site.id
          and dimension = 'total'
          and day >= first_day
          and day < end_day
      ) as visitors,
      (
        select count(distinct (day, visitor))::int
        from visits
        where site_id = site.id
          and day between end_day - 2 and end_day
          and last_seen_at > ${since}
          and started_at <= ${now}
      ) as online
    from site
  `;
  return [...rows];
}
