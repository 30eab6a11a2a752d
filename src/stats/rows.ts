import type { Sql } from "#src/db/client.ts";
import type { Transaction } from "#src/db/transaction.ts";
import { isAimed, isNamed } from "./acts.ts";
import { unlessGiven, type VisitDimension } from "./dimensions.ts";
import type { Hour } from "./hours.ts";

// The figures of a site's day, as they go into `daily_lists`. Shape: each of these selects dimension,
// value, visitors, visits, pageviews, bounces, engaged_ms, events and scroll from `visit`, the day's
// rows of `visits` with `is_only`: whether the visitor came once that day.

type Client = Sql | Transaction;
type Fragment = ReturnType<Sql>;

/**
 * The whole of the visits, as `total`, and what holds for a visit as a whole, in one pass. The
 * value '' means unknown, or for sources and referrers direct; where it says nothing but "none" it
 * is left out.
 */
export function visitRows(sql: Client, dimensions: readonly VisitDimension[]): Fragment {
  const sets = listOf(sql, dimensions, (name) => sql`(${sql(name)})`);
  const pairs = listOf(sql, dimensions, (name) => sql`(${name}, ${sql(name)})`);
  // `grouping` has a bit for each column, the first the highest, which is 0 where it was grouped by.
  const all = 2 ** dimensions.length - 1;
  const masks = dimensions.map((_, at) => all - 2 ** (dimensions.length - 1 - at));
  const columns = sql([...dimensions]);
  return sql`
    with counted as (
      select grouping(${columns}) as mask,
             -- Only the column that was grouped by is not null.
             coalesce(${columns}, '') as value,
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
      select dimension, value, count(distinct visitor) as visitors
      from visit
      cross join lateral (values ('total', ''), ${pairs}) as one (dimension, value)
      where not is_only
      group by 1, 2
    )
    select dimension, value,
           sum(counted.visitors) + coalesce(max(returned.visitors), 0) as visitors,
           sum(visits) as visits, sum(pageviews) as pageviews, sum(bounces) as bounces,
           sum(engaged_ms) as engaged_ms, sum(events) as events, 0 as scroll
    from counted
    join unnest(${[all, ...masks]}::int[], ${["total", ...dimensions]}::text[])
      as named (mask, dimension) using (mask)
    left join returned using (dimension, value)
    where visits > 0
      and (value <> '' or dimension <> all (${[...unlessGiven]}))
    group by dimension, value
  `;
}

/** The pages: time, depth and events are those of the page itself, not of the visits that came by. */
export function pathRows(sql: Client): Fragment {
  return sql`
    with page as (
      select visitor, is_only, pageviews = 1 and events = 0 as is_bounce,
             one.path, one.views, one.spent_ms, one.scroll, one.did
      from visit
      cross join lateral unnest(paths, views, spent_ms, scrolls, did)
        as one (path, views, spent_ms, scroll, did)
    ),
    returned as (
      select path, count(distinct visitor) as visitors
      from page
      where not is_only
      group by 1
    )
    select 'path' as dimension, path as value,
           count(*) filter (where is_only) + coalesce(max(returned.visitors), 0) as visitors,
           count(*) as visits, sum(views) as pageviews,
           count(*) filter (where is_bounce) as bounces, sum(spent_ms) as engaged_ms,
           sum(did) as events, sum(scroll) as scroll
    from page
    left join returned using (path)
    group by path
  `;
}

/**
 * What people did. An event belongs to the one visit that it happened in, which is found by its key:
 * a join without it once took 125 s for 10,000 events.
 */
export function actionRows(sql: Client): Fragment {
  return sql`
    select one.dimension, one.value,
           count(distinct visit.visitor) as visitors,
           count(distinct (visit.visitor, visit_no)) as visits,
           0 as pageviews, 0 as bounces, 0 as engaged_ms, count(*) as events, 0 as scroll
    from visit
    cross join lateral (
      select kind, name, target
      from events
      where events.site_id = visit.site_id
        and events.day = visit.day
        and events.visitor = visit.visitor
        and kind <> 'pageview'
        and ts between visit.started_at and visit.last_seen_at
    ) event
    cross join lateral (values
      ('kind', kind),
      ('event', case when ${isNamed(sql)} then name end),
      ('target', case when ${isAimed(sql)} then target end)
    ) as one (dimension, value)
    where visit.events > 0
      and one.value is not null
    group by 1, 2
  `;
}

/**
 * The hours: visits and visitors in the hour in which the visit began, pageviews and events in the
 * hour in which they happened, of `happened`, the events of the day. What a view that began before
 * midnight brings after it still belongs to the view's day and is counted in its last hour, so that
 * the hours always add up to the day.
 */
export function hourRows(sql: Client, hours: readonly Hour[]): Fragment {
  const starts = hours.map(({ start }) => start.toISOString());
  const hourOf = (instant: Fragment) =>
    sql`greatest(width_bucket(${instant}, ${starts}::timestamptz[]), 1)`;
  return sql`
    with begun as (
      select ${hourOf(sql`started_at`)} as hour,
             count(*) filter (where is_only) as visitors, count(*) as visits,
             count(*) filter (where pageviews = 1 and events = 0) as bounces,
             sum(engaged_ms) as engaged_ms
      from visit
      group by 1
    ),
    returned as (
      select ${hourOf(sql`started_at`)} as hour, count(distinct visitor) as visitors
      from visit
      where not is_only
      group by 1
    ),
    seen as (
      select ${hourOf(sql`ts`)} as hour,
             count(*) filter (where kind = 'pageview') as pageviews,
             count(*) filter (where kind <> 'pageview') as events
      from happened
      group by 1
    )
    select 'hour' as dimension, (${hours.map(({ label }) => label)}::text[])[hour] as value,
           coalesce(begun.visitors, 0) + coalesce(returned.visitors, 0) as visitors,
           coalesce(visits, 0) as visits, coalesce(pageviews, 0) as pageviews,
           coalesce(bounces, 0) as bounces, coalesce(engaged_ms, 0) as engaged_ms,
           coalesce(events, 0) as events, 0 as scroll
    from begun
    left join returned using (hour)
    full join seen using (hour)
  `;
}

/** Fragments apart by commas. */
function listOf(sql: Client, names: readonly string[], make: (name: string) => Fragment): Fragment {
  const [first, ...rest] = names.map(make);
  return rest.reduce((before, next) => sql`${before}, ${next}`, first ?? sql``);
}
