import type { Sql } from "#src/db/client.ts";
import { breathe } from "#src/lib/breathe.ts";
import { type Day, dayStart } from "#src/lib/time.ts";
import { isAimed, isNamed } from "#src/stats/acts.ts";
import {
  copiedTexts,
  type Ints,
  type NumberColumn,
  packInts,
  packTexts,
  type Segment,
  sizeOfColumns,
  type Texts,
  textColumns,
} from "./segment.ts";

type Fragment = ReturnType<Sql>;

interface SegmentQuestion {
  siteId: number;
  zone: string;
  day: Day;
}

/**
 * Reads the visits of a day, with their pages and events, into a segment. PostgreSQL sends each
 * column as one text of JSON: as rows, 14,000 visits would keep this process busy for 0.2 s. All is
 * one statement, so that it is of one moment.
 */
export async function readSegment(sql: Sql, question: SegmentQuestion): Promise<Segment> {
  const base = dayStart(question.zone, question.day);
  const [row = {}] = await sql<Record<string, string | null>[]>`
    with visit as materialized (
      select *, row_number() over (order by visitor, visit_no) - 1 as place,
             dense_rank() over (order by visitor) - 1 as person
      from visits
      where site_id = ${question.siteId} and day = ${question.day}
      order by visitor, visit_no
    )
    select *
    from (${visitLists(sql, base)}) visit
    cross join (${pageLists(sql)}) page
    cross join (${actLists(sql)}) act
    cross join (${minuteLists(sql, base)}) minute
  `;
  return segmentOf(base.getTime(), row);
}

function visitLists(sql: Sql, base: Date): Fragment {
  return sql`
    select ${lists(sql, {
      person: sql`person`,
      began: sql`floor(extract(epoch from started_at - ${base}::timestamptz))`,
      seen: sql`floor(extract(epoch from last_seen_at - ${base}::timestamptz))`,
      pageviews: sql`pageviews`,
      events: sql`events`,
      engagedMs: sql`engaged_ms`,
      pages: sql`cardinality(paths)`,
      ...Object.fromEntries(copiedTexts.map((name) => [name, sql`${sql(name)}`])),
    })}
    from visit
  `;
}

function pageLists(sql: Sql): Fragment {
  return sql`
    select ${lists(sql, {
      path: sql`path`,
      views: sql`views`,
      spentMs: sql`spent_ms`,
      scroll: sql`scroll`,
      did: sql`did`,
    })}
    from (
      select one.*
      from visit
      cross join lateral unnest(paths, views, spent_ms, scrolls, did)
        as one (path, views, spent_ms, scroll, did)
    ) page
  `;
}

/** Few visits have acts. */
function actLists(sql: Sql): Fragment {
  return sql`
    select ${lists(sql, {
      actPlace: sql`place`,
      kind: sql`kind`,
      event: sql`case when ${isNamed(sql)} then name else '' end`,
      target: sql`case when ${isAimed(sql)} then target else '' end`,
      props: sql`coalesce(props::text, '')`,
    })}
    from (
      select place, event.*
      from visit
      cross join lateral (${eventsOfVisit(sql)}) event
      where visit.events > 0
        and kind <> 'pageview'
      order by place, ts, id
    ) act
  `;
}

function minuteLists(sql: Sql, base: Date): Fragment {
  return sql`
    select ${lists(sql, {
      minutePlace: sql`place`,
      minute: sql`minute`,
      minuteViews: sql`views`,
      minuteEvents: sql`others`,
    })}
    from (
      select place, floor(extract(epoch from ts - ${base}::timestamptz) / 60) as minute,
             count(*) filter (where kind = 'pageview') as views,
             count(*) filter (where kind <> 'pageview') as others
      from visit
      cross join lateral (${eventsOfVisit(sql)}) event
      group by 1, 2
      order by 1, 2
    ) moment
  `;
}

/** An event belongs to the one visit that it happened in. */
function eventsOfVisit(sql: Sql): Fragment {
  return sql`
    select kind, name, target, props, ts, id
    from events
    where events.site_id = visit.site_id
      and events.day = visit.day
      and events.visitor = visit.visitor
      and ts between visit.started_at and visit.last_seen_at
  `;
}

/** Each column as the text of a JSON list; null where there is not one row. */
function lists(sql: Sql, columns: Record<string, Fragment>): Fragment {
  const all = Object.entries(columns).map(
    ([name, value]): Fragment => sql`json_agg(${value})::text as ${sql(name)}`,
  );
  return all.reduce((before, next) => sql`${before}, ${next}`);
}

async function segmentOf(base: number, row: Record<string, string | null>): Promise<Segment> {
  const listOf = <T>(name: string) => JSON.parse(row[name] ?? "[]") as T[];
  const visits = listOf("person").length;
  const numbers: Partial<Segment["numbers"]> = {
    pagesEnd: endsOfCounts(listOf("pages")),
    actsEnd: endsOfPlaces(listOf("actPlace"), visits),
    minutesEnd: endsOfPlaces(listOf("minutePlace"), visits),
  };
  for (const name of copiedNumbers) {
    await breathe();
    numbers[name] = packInts(listOf(name));
  }
  const texts: Partial<Record<string, Texts>> = {};
  for (const name of textColumns) {
    await breathe();
    texts[name] = packTexts(listOf(name));
  }
  const columns = { numbers, texts } as Pick<Segment, "numbers" | "texts">;
  return { base, visits, ...columns, size: sizeOfColumns(columns) };
}

const copiedNumbers = [
  "person",
  "began",
  "seen",
  "pageviews",
  "events",
  "engagedMs",
  "views",
  "spentMs",
  "scroll",
  "did",
  "minute",
  "minuteViews",
  "minuteEvents",
] as const satisfies NumberColumn[];

function endsOfCounts(counts: readonly number[]): Ints {
  let end = 0;
  return packInts(
    counts.map((count) => {
      end += count;
      return end;
    }),
  );
}

/** Where the rows of each visit end, given the visit of each row, in order. */
function endsOfPlaces(places: readonly number[], visits: number): Ints {
  const counts = new Array<number>(visits).fill(0);
  for (const place of places) counts[place] = (counts[place] ?? 0) + 1;
  return endsOfCounts(counts);
}
