import type { Sql } from "#src/db/client.ts";
import type { Transaction } from "#src/db/transaction.ts";
import type { Day } from "#src/lib/time.ts";
import { dailyDimensions } from "#src/stats/dimensions.ts";
import { hoursOf } from "#src/stats/hours.ts";
import { projectAlone } from "./exclusive.ts";

/** A value is part of a key, which may be 2,704 bytes long: 600 characters always fit. */
const valueMax = 600;

/** One day of one site, in the site's zone. */
export interface SiteDay {
  siteId: number;
  day: Day;
}

/**
 * Computes all daily rows of one site's day anew from its visits and events, in one transaction,
 * and takes the day's stale mark away. The rows of a site that is gone are deleted.
 */
export async function recomputeDay(sql: Sql, siteDay: SiteDay): Promise<void> {
  const { siteId, day } = siteDay;
  await projectAlone(sql, async (tx) => {
    await tx`
      delete from stale_days
      where site_id = ${siteId} and day = ${day}
    `;
    // The primary key, in which they stand before the day, finds the rows by the dimensions.
    await tx`
      delete from daily
      where site_id = ${siteId} and dimension = any (${[...dailyDimensions]}) and day = ${day}
    `;
    const [site] = await tx<{ zone: string }[]>`
      select time_zone as zone
      from sites
      where id = ${siteId}
    `;
    if (!site) return;
    await insertVisitDimensions(tx, siteDay);
    await insertPaths(tx, siteDay);
    await insertActions(tx, siteDay);
    await insertHours(tx, siteDay, site.zone);
  });
}

/**
 * The whole day and everything that holds for a visit as a whole. The value '' means unknown, or
 * for sources and referrers direct; where it says nothing but "none" it is left out.
 */
async function insertVisitDimensions(tx: Transaction, { siteId, day }: SiteDay): Promise<void> {
  await tx`
    insert into daily
    select site_id, day, one.dimension, left(one.value, ${valueMax}), count(distinct visitor),
           count(*),
           sum(pageviews), count(*) filter (where pageviews = 1 and events = 0),
           sum(engaged_ms), sum(events)
    from visits
    cross join lateral (values
      ('total', ''), ('entry_path', entry_path), ('exit_path', exit_path), ('hostname', hostname),
      ('source', source), ('referrer', referrer), ('channel', channel),
      ('utm_source', nullif(utm_source, '')), ('utm_medium', nullif(utm_medium, '')),
      ('utm_campaign', nullif(utm_campaign, '')), ('utm_term', nullif(utm_term, '')),
      ('utm_content', nullif(utm_content, '')), ('country', country),
      ('region', nullif(region, '')), ('city', nullif(city, '')), ('device', device),
      ('browser', browser), ('browser_version', nullif(browser_version, '')), ('os', os),
      ('os_version', nullif(os_version, '')), ('language', language), ('screen', screen)
    ) as one (dimension, value)
    where site_id = ${siteId} and day = ${day} and one.value is not null
    group by 1, 2, 3, 4
  `;
}

/** The pages: time and events are those of the page itself, not of the visits that came by. */
async function insertPaths(tx: Transaction, { siteId, day }: SiteDay): Promise<void> {
  await tx`
    insert into daily
    with viewed as (
      select left(page.path, ${valueMax}) as path, count(distinct visitor) as visitors,
             count(*) as visits, sum(page.views) as pageviews,
             count(*) filter (where pageviews = 1 and events = 0) as bounces
      from visits
      cross join lateral unnest(paths, views) as page (path, views)
      where site_id = ${siteId} and day = ${day}
      group by 1
    ),
    spent as (
      select left(path, ${valueMax}) as path, sum(engaged_ms) as engaged_ms,
             count(*) filter (where kind <> 'pageview') as events
      from events
      where site_id = ${siteId} and day = ${day}
      group by 1
    )
    select ${siteId}, ${day}, 'path', path, visitors, visits, pageviews, bounces,
           coalesce(engaged_ms, 0), coalesce(events, 0)
    from viewed
    left join spent using (path)
  `;
}

/** What people did. An event belongs to the one visit that it happened in. */
async function insertActions(tx: Transaction, { siteId, day }: SiteDay): Promise<void> {
  await tx`
    insert into daily
    select site_id, day, one.dimension, left(one.value, ${valueMax}), count(distinct visitor),
           count(distinct (visitor, visit_no)), 0, 0, 0, count(*)
    from events
    join visits using (site_id, day, visitor)
    cross join lateral (values
      ('kind', kind),
      ('event', case when kind in ('custom', 'cta', 'form') then nullif(name, '') end),
      ('target', case when kind in ('outbound', 'tel', 'mailto', 'download')
                   then nullif(target, '') end)
    ) as one (dimension, value)
    where site_id = ${siteId} and day = ${day}
      and kind <> 'pageview'
      and ts between visits.started_at and visits.last_seen_at
      and one.value is not null
    group by 1, 2, 3, 4
  `;
}

/**
 * The hours: visits and visitors in the hour in which the visit began, pageviews and events in the
 * hour in which they happened. What a view that began before midnight brings after it still belongs
 * to the view's day and is counted in its last hour, so that the hours always add up to the day.
 */
async function insertHours(tx: Transaction, { siteId, day }: SiteDay, zone: string): Promise<void> {
  const hours = hoursOf(zone, day);
  const starts = hours.map((hour) => hour.start.toISOString());
  const labels = hours.map((hour) => hour.label);
  await tx`
    insert into daily
    with begun as (
      select greatest(width_bucket(started_at, ${starts}::timestamptz[]), 1) as hour,
             count(distinct visitor) as visitors, count(*) as visits,
             count(*) filter (where pageviews = 1 and events = 0) as bounces,
             sum(engaged_ms) as engaged_ms
      from visits
      where site_id = ${siteId} and day = ${day}
      group by 1
    ),
    happened as (
      select greatest(width_bucket(ts, ${starts}::timestamptz[]), 1) as hour,
             count(*) filter (where kind = 'pageview') as pageviews,
             count(*) filter (where kind <> 'pageview') as events
      from events
      where site_id = ${siteId} and day = ${day}
      group by 1
    )
    select ${siteId}, ${day}, 'hour', (${labels}::text[])[hour], coalesce(visitors, 0),
           coalesce(visits, 0), coalesce(pageviews, 0), coalesce(bounces, 0),
           coalesce(engaged_ms, 0), coalesce(events, 0)
    from begun
    full join happened using (hour)
  `;
}
