import type { Sql } from "#src/db/client.ts";
import { addDays } from "#src/lib/time.ts";
import {
  type Dimension,
  type dailyDimensions,
  type VisitDimension,
  visitDimensions,
} from "./dimensions.ts";
import { type Filter, propertyOf } from "./filter.ts";
import { hoursOf } from "./hours.ts";
import type { DayRange } from "./period.ts";
import { actionRows, hourRows, pathRows, visitRows } from "./rows.ts";

type Fragment = ReturnType<Sql>;
type DailyDimension = (typeof dailyDimensions)[number];

/** The visits that a question is about: those of a site in a range of its days that match. */
export interface Scope {
  siteId: number;
  zone: string;
  range: DayRange;
  filters: readonly Filter[];
}

/** All visits of a site in a range of its days. */
export function wholeScope(site: { id: number; timeZone: string }, range: DayRange): Scope {
  return { siteId: site.id, zone: site.timeZone, range, filters: [] };
}

/**
 * The figures of the values of some dimensions, as a relation.
 * Shape: dimension, value, visitors, visits, pageviews, bounces, engaged_ms, events, scroll; a value
 * may stand in several rows, which add up.
 */
export function rowsOf(
  sql: Sql,
  scope: Scope,
  dimensions: readonly (Dimension | "total")[],
): Fragment {
  if (scope.filters.length === 0) return dailyRows(sql, scope, dimensions);
  // The whole of a range is the sum of its days, for which no visit has to be kept in mind.
  if (dimensions.every((name) => name === "total")) return dayRowsOf(sql, scope, "total");
  const ofVisits = visitDimensions.filter((name) => dimensions.includes(name));
  const parts = [
    ...(dimensions.includes("total") || ofVisits.length > 0
      ? [visitRows(sql, ofVisits satisfies readonly VisitDimension[])]
      : []),
    ...(dimensions.includes("path") ? [pathRows(sql)] : []),
    ...(dimensions.some((name) => name === "kind" || name === "event" || name === "target")
      ? [actionRows(sql)]
      : []),
  ];
  const [first = sql``, ...rest] = parts;
  const united = rest.reduce<Fragment>(
    (before, next) => sql`${before} union all (${next})`,
    sql`(${first})`,
  );
  return sql`
    with visit as materialized (${matchingVisits(sql, scope, columnsOf(dimensions))})
    select *
    from (${united}) every
    where dimension = any (${[...dimensions]})
  `;
}

/** The same of the whole scope by days, or by the hours of its days. Shape: with `day` before. */
export function dayRowsOf(sql: Sql, scope: Scope, by: "total" | "hour"): Fragment {
  if (scope.filters.length === 0) return dailyRows(sql, scope, [by]);
  if (by === "hour")
    return sql`
      with visit as materialized (${matchingVisits(sql, scope, [...keyColumns, "started_at"])}),
      happened as (
        select events.day, kind, ts
        from visit
        join events
          on events.site_id = visit.site_id
          and events.day = visit.day
          and events.visitor = visit.visitor
          and ts between visit.started_at and visit.last_seen_at
      )
      select *
      from (${hourRows(sql, hoursOfRange(scope))}) hour
    `;
  return sql`
    select day, 'total' as dimension, '' as value,
           count(*) filter (where is_only)
             + count(distinct visitor) filter (where not is_only) as visitors,
           count(*) as visits, sum(pageviews) as pageviews,
           count(*) filter (where pageviews = 1 and events = 0) as bounces,
           sum(engaged_ms) as engaged_ms, sum(events) as events, 0 as scroll
    from (${matchingVisits(sql, scope, countColumns)}) visit
    group by day
  `;
}

/** What is counted of a visit. */
const countColumns = ["day", "visitor", "pageviews", "events", "engaged_ms"];
/** How its events are found. */
const keyColumns = [...countColumns, "site_id", "started_at", "last_seen_at", "visit_no"];
const pathColumns = ["paths", "views", "spent_ms", "scrolls", "did"];

/** The columns of visits that breakdowns need: a visit is wide, and many have to be kept in mind. */
function columnsOf(dimensions: readonly (Dimension | "total")[]): string[] {
  const ofVisits: string[] = visitDimensions.filter((name) => dimensions.includes(name));
  const areActs = dimensions.some(
    (name) => name === "kind" || name === "event" || name === "target",
  );
  return [
    ...(areActs ? keyColumns : countColumns),
    ...(dimensions.includes("path") ? pathColumns : []),
    ...ofVisits,
  ];
}

function dailyRows(
  sql: Sql,
  { siteId, range }: Scope,
  dimensions: readonly DailyDimension[],
): Fragment {
  return sql`
    select day, dimension, value, visitors, visits, pageviews, bounces, engaged_ms, events, scroll
    from daily
    where site_id = ${siteId}
      and dimension = any (${[...dimensions]})
      and day >= ${range.from}
      and day < ${range.to}
  `;
}

/** The visits of a scope, with whether their visitor came once that day. */
function matchingVisits(
  sql: Sql,
  { siteId, range, filters }: Scope,
  columns: readonly string[],
): Fragment {
  const conditions = filters
    .map((filter) => conditionOf(sql, filter))
    .reduce<Fragment>((before, next) => sql`${before} and ${next}`, sql`true`);
  return sql`
    select ${sql([...new Set(columns)])}, visit_count = 1 as is_only
    from visits
    where site_id = ${siteId}
      and day >= ${range.from}
      and day < ${range.to}
      and ${conditions}
  `;
}

function conditionOf(sql: Sql, filter: Filter): Fragment {
  const isWanted = !filter.operator.endsWith("not");
  const matches = matchOf(sql, filter);
  return isWanted ? sql`(${matches})` : sql`not (${matches})`;
}

/** Whether a visit has one of a filter's values, or contains one. */
function matchOf(sql: Sql, filter: Filter): Fragment {
  const { dimension, values } = filter;
  const property = propertyOf(filter);
  const compare = comparisonOf(sql, filter);
  if (property !== null)
    // Few visits have events, and fewer have some with properties.
    return sql`
      acts <> '{}' and exists (
        select
        from events event
        where event.site_id = visits.site_id
          and event.day = visits.day
          and event.visitor = visits.visitor
          and event.ts between visits.started_at and visits.last_seen_at
          and event.kind <> 'pageview'
          and ${compare(sql`event.props ->> ${property}`)}
      )
    `;
  const isExact = filter.operator.startsWith("is");
  switch (dimension) {
    case "path":
      return isExact
        ? sql`paths && ${[...values]}::text[]`
        : sql`exists (select from unnest(paths) one (path) where ${compare(sql`path`)})`;
    case "kind":
    case "event":
    case "target": {
      const mark = `${dimension}:`;
      if (isExact) return sql`acts && ${values.map((value) => mark + value)}::text[]`;
      const matches = compare(sql`substr(act, ${mark.length + 1})`);
      return sql`exists (
        select from unnest(acts) one (act) where starts_with(act, ${mark}) and ${matches}
      )`;
    }
    default:
      return compare(sql`visits.${sql(dimension)}`);
  }
}

/** Compares a text with the values of a filter. */
function comparisonOf(sql: Sql, { operator, values }: Filter): (text: Fragment) => Fragment {
  if (operator.startsWith("is")) return (text) => sql`${text} = any (${[...values]}::text[])`;
  const patterns = values.map((value) => `%${value.replace(/[\\%_]/g, "\\$&")}%`);
  return (text) => sql`${text} ilike any (${patterns}::text[])`;
}

function hoursOfRange({ zone, range }: Scope) {
  const days = [];
  for (let day = range.from; day < range.to; day = addDays(day, 1))
    days.push({ day, hours: hoursOf(zone, day) });
  return days;
}
