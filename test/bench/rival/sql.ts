import { addDays, type Day, zoneOffsetMs } from "#src/lib/time.ts";
import { conversionKinds } from "#src/stats/acts.ts";
import { type Dimension, unlessGiven, visitDimensions } from "#src/stats/dimensions.ts";
import type { Filter } from "#src/stats/filter.ts";
import type { Question } from "#test/bench/questions.ts";

// The page's questions as somebody asks them who knows DuckDB well. Of several ways each is the one
// that took the least time at 5 M events: one row a visit first, as every question but that for
// pages has to know which visits are bounces, and the smallest number instead of any visitor.

const visitColumns: readonly string[] = visitDimensions;

/** What is counted of the events of a visit. */
const counted = `
  min(visitor) as visitor,
  count(*) filter (where kind = 'pageview') as pageviews,
  count(*) filter (where kind <> 'pageview') as events,
  sum(engaged_ms) as engaged_ms
`;

/** What is counted of visits. A visitor's key is of one day, so that no day has to be told apart. */
const figures = `
  count(distinct visitor) as visitors,
  count(*) as visits,
  sum(pageviews)::bigint as pageviews,
  count(*) filter (where pageviews = 1 and events = 0) as bounces,
  sum(engaged_ms)::bigint as "engagedMs",
  sum(events)::bigint as events
`;

/** The SQL of a question. Shape: `value` of a list, `day` of days; then the figures. */
export function duckSqlOf(question: Question): string {
  switch (question.about) {
    case "totals":
      return `
        with visit as (
          select visit_id, ${counted} from events where ${scopeOf(question)} group by visit_id
        )
        select ${figures} from visit
      `;
    case "days":
      return `
        with visit as (
          select day, visit_id, ${counted} from events where ${scopeOf(question)}
          group by day, visit_id
        )
        select day::varchar as day, ${figures} from visit group by day order by day
      `;
    case "conversions":
      return `
        select day::varchar as day, count(*) as events from events
        where ${scopeOf(question)} and kind in (${conversionKinds.map((kind) => `'${kind}'`).join(", ")})
        group by day order by day
      `;
    case "week":
      return weekOf(question);
    case "list":
      return `${listOf(question)} ${leading(question.limit)}`;
  }
}

/** The visitors by hours of the week; those of an hour that comes twice are counted both times. */
function weekOf(question: Question & { zone: string }): string {
  return `
    with visit as (
      select min(day) as day, min(visitor) as visitor, min(ts) as began
      from events where ${scopeOf(question)} group by visit_id
    ),
    begun as (
      select visitor, day, began, ${shiftOf(question)} as shift from visit
    ),
    placed as (
      select visitor, shift, (isodow(day) - 1) * 24 + case
        when (began + to_seconds(shift))::date > day then 23 else hour(began + to_seconds(shift))
      end as value
      from begun
    ),
    counted as (
      select value, shift, count(distinct visitor) as visitors from placed group by value, shift
    )
    select value::int as value, sum(visitors)::bigint as visitors
    from counted group by value order by value
  `;
}

/** How many seconds the zone's clock is ahead; DuckDB has no zones without an extension. */
function shiftOf({ zone, range }: Question & { zone: string }): string {
  const shiftAt = (at: Date) => zoneOffsetMs(at, zone) / 1_000;
  const instantOf = (day: Day) => new Date(`${day}T00:00:00Z`);
  const cases: string[] = [];
  let before = shiftAt(instantOf(addDays(range.from, -1)));
  for (let day = addDays(range.from, -1); day <= range.to; day = addDays(day, 1))
    for (let hour = 0; hour < 24; hour++) {
      const at = new Date(instantOf(day).getTime() + hour * 3_600_000);
      const shift = shiftAt(at);
      if (shift !== before)
        cases.push(`when began < timestamp '${at.toISOString().slice(0, 19)}' then ${before}`);
      before = shift;
    }
  return cases.length > 0 ? `case ${cases.join(" ")} else ${before} end` : String(before);
}

function leading(limit: number): string {
  return `order by visitors desc, pageviews desc, events desc, value limit ${limit}`;
}

function listOf(question: Question & { dimension: Dimension }): string {
  const { dimension } = question;
  switch (dimension) {
    case "path":
      return listOfPages(question);
    case "kind":
      return listOfActs(question, "kind", "kind <> 'pageview'");
    case "event":
      return listOfActs(question, "name", "kind in ('custom', 'cta', 'form') and name <> ''");
    case "target":
      return listOfActs(
        question,
        "target",
        "kind in ('outbound', 'tel', 'mailto', 'download') and target <> ''",
      );
    default: {
      const given = unlessGiven.includes(dimension) ? `and ${dimension} <> ''` : "";
      return `
        with visit as (
          select visit_id, any_value(${dimension}) as value, ${counted}
          from events where ${scopeOf(question)} ${given} group by visit_id
        )
        select value, ${figures} from visit group by value
      `;
    }
  }
}

/**
 * Pages are counted by themselves: a row for each page of each visit took a quarter longer. What a
 * filter leaves is kept for the three questions; of everything it is quicker to read it thrice.
 */
function listOfPages(question: Question): string {
  const kept = question.filters.length > 0 ? "materialized" : "not materialized";
  return `
    with mine as ${kept} (
      select visit_id, visitor, path, kind, engaged_ms from events where ${scopeOf(question)}
    ),
    seen as (
      select path, count(distinct visitor) as visitors, count(distinct visit_id) as visits,
             count(*) as pageviews, sum(engaged_ms)::bigint as "engagedMs"
      from mine where kind = 'pageview' group by path
    ),
    acted as (
      select act.path, count(*) as events
      from (select visit_id, path from mine where kind <> 'pageview') act
      semi join (select visit_id, path from mine where kind = 'pageview') seen
        on act.visit_id = seen.visit_id and act.path = seen.path
      group by act.path
    ),
    bounced as (
      select path, count(*) as bounces
      from (
        select any_value(path) as path
        from mine group by visit_id
        having count(*) = 1 and any_value(kind) = 'pageview'
      )
      group by path
    )
    select path as value, visitors, visits, pageviews, coalesce(bounces, 0) as bounces, "engagedMs",
           coalesce(events, 0) as events
    from seen left join acted using (path) left join bounced using (path)
  `;
}

function listOfActs(question: Question, column: string, condition: string): string {
  return `
    select ${column} as value, count(distinct visitor) as visitors,
           count(distinct visit_id) as visits, 0 as pageviews, 0 as bounces, 0 as "engagedMs",
           count(*) as events
    from events where ${scopeOf(question)} and ${condition} group by ${column}
  `;
}

/** A filter chooses visits: a page those that saw it, all else is on every event of the visit. */
function scopeOf({ range, filters }: Question): string {
  const days = `day >= date '${range.from}' and day < date '${range.to}'`;
  return [days, ...filters.map((filter) => conditionOf(filter, days))].join(" and ");
}

function conditionOf({ dimension, operator, values }: Filter, days: string): string {
  if (operator !== "is") throw new Error(`DuckDB is not asked for ${operator} yet`);
  const list = values.map((value) => `'${value.replaceAll("'", "''")}'`).join(", ");
  if (visitColumns.includes(dimension)) return `${dimension} in (${list})`;
  if (dimension !== "path") throw new Error(`DuckDB is not asked for ${dimension} yet`);
  return `visit_id in (
    select visit_id from events where ${days} and kind = 'pageview' and path in (${list})
  )`;
}
