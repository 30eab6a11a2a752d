import type { Transaction } from "#src/db/transaction.ts";
import type { Day } from "#src/lib/time.ts";
import { visitDimensions } from "#src/stats/dimensions.ts";
import type { Hour } from "#src/stats/hours.ts";

// The rows of one site's day. Shape: each of these selects dimension, value, visitors, visits,
// pageviews, bounces, engaged_ms and events from `visit`, `several` and `happened`, which are the
// day's visits, the visitors who came more than once, and the day's events.

type Fragment = ReturnType<Transaction>;

/** One day of one site, in the site's zone. */
export interface SiteDay {
  siteId: number;
  day: Day;
}

/** A value is part of a key, which may be 2,704 bytes long: 600 characters always fit. */
const valueMax = 600;

/** What has no row for "none": most visits have no campaign, no region is known of most. */
const withoutNone: readonly string[] = [
  "utm_source",
  "utm_medium",
  "utm_campaign",
  "utm_term",
  "utm_content",
  "region",
  "city",
  "browser_version",
  "os_version",
];

/**
 * The whole day and everything that holds for a visit as a whole, in one pass. The value '' means
 * unknown, or for sources and referrers direct; where it says nothing but "none" it is left out.
 */
export function visitRows(tx: Transaction): Fragment {
  const columns = tx([...visitDimensions]);
  const sets = listOf(tx, visitDimensions, (name) => tx`(${tx(name)})`);
  const pairs = listOf(tx, visitDimensions, (name) => tx`(${name}, ${tx(name)})`);
  // `grouping` has a bit for each column, the first the highest, which is 0 where it was grouped by.
  const all = 2 ** visitDimensions.length - 1;
  const masks = visitDimensions.map((_, at) => all - 2 ** (visitDimensions.length - 1 - at));
  return tx`
    with counted as (
      select grouping(${columns}) as mask,
             -- Only the column that was grouped by is not null.
             left(coalesce(${columns}, ''), ${valueMax}) as value,
             count(*) filter (where is_only) as visitors,
             count(*) as visits,
             sum(pageviews) as pageviews,
             count(*) filter (where pageviews = 1 and events = 0) as bounces,
             sum(engaged_ms) as engaged_ms,
             sum(events) as events
      from visit
      group by grouping sets ((), ${sets})
    ),
    returned as (
      select dimension, left(value, ${valueMax}) as value, count(distinct visitor) as visitors
      from visit
      cross join lateral (values ('total', ''), ${pairs}) as one (dimension, value)
      where not is_only
      group by 1, 2
    )
    select dimension, value,
           sum(counted.visitors) + coalesce(max(returned.visitors), 0),
           sum(visits), sum(pageviews), sum(bounces), sum(engaged_ms), sum(events)
    from counted
    join unnest(${[all, ...masks]}::int[], ${["total", ...visitDimensions]}::text[])
      as named (mask, dimension) using (mask)
    left join returned using (dimension, value)
    where visits > 0
      and (value <> '' or dimension <> all (${[...withoutNone]}))
    group by dimension, value
  `;
}

/** The pages: time and events are those of the page itself, not of the visits that came by. */
export function pathRows(tx: Transaction): Fragment {
  return tx`
    with viewed as (
      select left(page.path, ${valueMax}) as path,
             count(*) filter (where is_only) as visitors,
             count(*) as visits, sum(page.views) as pageviews,
             count(*) filter (where pageviews = 1 and events = 0) as bounces
      from visit
      cross join lateral unnest(paths, views) as page (path, views)
      group by 1
    ),
    returned as (
      select left(path, ${valueMax}) as path, count(distinct visitor) as visitors
      from visit
      cross join lateral unnest(paths) as path
      where not is_only
      group by 1
    ),
    spent as (
      select left(path, ${valueMax}) as path, sum(engaged_ms) as engaged_ms,
             count(*) filter (where kind <> 'pageview') as events
      from happened
      group by 1
    )
    select 'path', path, viewed.visitors + coalesce(returned.visitors, 0), visits, pageviews,
           bounces, coalesce(engaged_ms, 0), coalesce(events, 0)
    from viewed
    left join returned using (path)
    left join spent using (path)
  `;
}

/**
 * What people did. An event belongs to the one visit that it happened in, which is found by its key:
 * a join with `visit` once took 125 s for 10,000 events.
 */
export function actionRows(tx: Transaction, { siteId, day }: SiteDay): Fragment {
  return tx`
    select one.dimension, left(one.value, ${valueMax}), count(distinct visitor),
           count(distinct (visitor, visit_no)), 0, 0, 0, count(*)
    from events
    join visits using (site_id, day, visitor)
    cross join lateral (values
      ('kind', kind),
      ('event', case when kind in ('custom', 'cta', 'form') then nullif(name, '') end),
      ('target', case when kind in ('outbound', 'tel', 'mailto', 'download')
                   then nullif(target, '') end)
    ) as one (dimension, value)
    where site_id = ${siteId}
      and day = ${day}
      and kind <> 'pageview'
      and ts between visits.started_at and visits.last_seen_at
      and one.value is not null
    group by 1, 2
  `;
}

/**
 * The hours: visits and visitors in the hour in which the visit began, pageviews and events in the
 * hour in which they happened. What a view that began before midnight brings after it still belongs
 * to the view's day and is counted in its last hour, so that the hours always add up to the day.
 */
export function hourRows(tx: Transaction, hours: readonly Hour[]): Fragment {
  const starts = hours.map((hour) => hour.start.toISOString());
  const labels = hours.map((hour) => hour.label);
  const hourOf = (instant: Fragment) =>
    tx`greatest(width_bucket(${instant}, ${starts}::timestamptz[]), 1)`;
  return tx`
    with begun as (
      select ${hourOf(tx`started_at`)} as hour,
             count(*) filter (where is_only) as visitors, count(*) as visits,
             count(*) filter (where pageviews = 1 and events = 0) as bounces,
             sum(engaged_ms) as engaged_ms
      from visit
      group by 1
    ),
    returned as (
      select ${hourOf(tx`started_at`)} as hour, count(distinct visitor) as visitors
      from visit
      where not is_only
      group by 1
    ),
    seen as (
      select ${hourOf(tx`ts`)} as hour,
             count(*) filter (where kind = 'pageview') as pageviews,
             count(*) filter (where kind <> 'pageview') as events
      from happened
      group by 1
    )
    select 'hour', (${labels}::text[])[hour],
           coalesce(begun.visitors, 0) + coalesce(returned.visitors, 0),
           coalesce(visits, 0), coalesce(pageviews, 0), coalesce(bounces, 0),
           coalesce(engaged_ms, 0), coalesce(events, 0)
    from begun
    left join returned using (hour)
    full join seen using (hour)
  `;
}

/** Fragments apart by commas. */
function listOf(
  tx: Transaction,
  names: readonly string[],
  make: (name: string) => Fragment,
): Fragment {
  return names.map(make).reduce((before, next) => tx`${before}, ${next}`);
}
