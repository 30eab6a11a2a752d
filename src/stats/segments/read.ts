import type postgres from "postgres";
import type { Sql } from "#src/db/client.ts";
import { breathe } from "#src/lib/breathe.ts";
import { type Day, dayStart } from "#src/lib/time.ts";
import { isAimed, isNamed } from "#src/stats/acts.ts";
import type { Filter } from "#src/stats/filter.ts";
import { conditionOf } from "./narrow.ts";
import { copiedTexts, packInts, packTexts, type Segment, sizeOfColumns } from "./segment.ts";

type Fragment = postgres.PendingQuery<postgres.Row[]>;

interface SegmentQuestion {
  siteId: number;
  zone: string;
  day: Day;
  /** Leaves out visits that would not pass: a tenth of the visits is read in a tenth of the time. */
  narrowing: readonly Filter[];
  /** Whether the minutes in which things happened are wanted, which take as long as all the rest. */
  hasMinutes: boolean;
}

/**
 * Reads the visits of a day, with their pages and events, into a segment. PostgreSQL sends each
 * column as one text of JSON: as rows, 14,000 visits would keep this process busy for 0.2 s. All is
 * one statement, so that it is of one moment, and one scan of the key, which has the order.
 */
export async function readSegment(sql: Sql, question: SegmentQuestion): Promise<Segment> {
  const base = dayStart(question.zone, question.day);
  const [row = {}] = await sql<Record<string, string | null>[]>`
    select ${listsOf(sql, base, question.hasMinutes)}
    from (
      select *
      from visits
      where site_id = ${question.siteId}
        and day = ${question.day}
        ${conditionOf(sql, question.narrowing)}
      order by visitor, visit_no
    ) visit
  `;
  return segmentOf(base.getTime(), row);
}

/** Each column as the text of a JSON list; null where there is not one visit. */
function listsOf(sql: Sql, base: Date, hasMinutes: boolean): Fragment {
  const seconds = (instant: Fragment) =>
    sql`floor(extract(epoch from ${instant} - ${base}::timestamptz))::int`;
  const columns = {
    // JSON's numbers have 53 bits.
    visitorHigh: sql`visitor >> 32`,
    visitorLow: sql`visitor & 4294967295`,
    began: seconds(sql`started_at`),
    seen: seconds(sql`last_seen_at`),
    pageviews: sql`pageviews`,
    events: sql`events`,
    engagedMs: sql`engaged_ms`,
    ...Object.fromEntries(copiedTexts.map((name) => [name, sql`${sql(name)}`])),
    paths: sql`paths`,
    views: sql`views`,
    spentMs: sql`spent_ms`,
    scroll: sql`scrolls`,
    did: sql`did`,
    // Few visits have acts.
    acts: sql`case when events > 0 then (${actsOfVisit(sql)}) end`,
    ...(hasMinutes && { minutes: sql`(${minutesOfVisit(sql, seconds)})` }),
  };
  return Object.entries(columns)
    .map(([name, value]): Fragment => sql`json_agg(${value})::text as ${sql(name)}`)
    .reduce((before, next) => sql`${before}, ${next}`);
}

/** Shape: four texts for each. */
function actsOfVisit(sql: Sql): Fragment {
  return sql`
    select json_agg(json_build_array(
      kind,
      case when ${isNamed(sql)} then name else '' end,
      case when ${isAimed(sql)} then target else '' end,
      coalesce(props::text, '')
    ) order by ts, id)
    from events event
    where ${isOfVisit(sql)}
      and kind <> 'pageview'
  `;
}

/** Shape: of each event twice its minute, and one more for what is no pageview. */
function minutesOfVisit(sql: Sql, seconds: (instant: Fragment) => Fragment): Fragment {
  return sql`
    select array_agg(2 * (${seconds(sql`ts`)} / 60) + (kind <> 'pageview')::int)
    from events event
    where ${isOfVisit(sql)}
  `;
}

/** An event belongs to the one visit that it happened in. */
function isOfVisit(sql: Sql): Fragment {
  return sql`
    event.site_id = visit.site_id
      and event.day = visit.day
      and event.visitor = visit.visitor
      and event.ts between visit.started_at and visit.last_seen_at
  `;
}

type Act = [kind: string, event: string, target: string, props: string];
interface Minute {
  minute: number;
  minuteViews: number;
  minuteEvents: number;
}

/** Column by column, with a breath between: a busy day has a hundred thousand visits. */
async function segmentOf(base: number, row: Record<string, string | null>): Promise<Segment> {
  const listOf = async <T>(name: string) => {
    await breathe();
    return JSON.parse(row[name] ?? "[]") as T[];
  };
  const numbers: Partial<Segment["numbers"]> = {};
  const texts: Partial<Segment["texts"]> = {};
  const highs = await listOf<number>("visitorHigh");
  const lows = await listOf<number>("visitorLow");
  const isNext = lows.map((low, at) =>
    low === lows[at - 1] && highs[at] === highs[at - 1] ? 0 : 1,
  );
  numbers.person = packInts(endsOf(isNext));
  for (const name of ["began", "seen", "pageviews", "events", "engagedMs"] as const)
    numbers[name] = packInts(await listOf(name));
  for (const name of copiedTexts) texts[name] = packTexts(await listOf(name));

  const paths = await listOf<string[]>("paths");
  numbers.pagesEnd = packInts(endsOf(paths.map(({ length }) => length)));
  texts.path = packTexts(paths.flat());
  for (const name of ["views", "spentMs", "scroll", "did"] as const)
    numbers[name] = packInts((await listOf<number[]>(name)).flat());

  const acts = (await listOf<Act[] | null>("acts")).map((own) => own ?? []);
  numbers.actsEnd = packInts(endsOf(acts.map(({ length }) => length)));
  const allActs = acts.flat();
  for (const [at, name] of (["kind", "event", "target", "props"] as const).entries())
    texts[name] = packTexts(allActs.map((act) => act[at] ?? ""));

  const minutes = (await listOf<number[] | null>("minutes")).map(momentsOf);
  numbers.minutesEnd = packInts(endsOf(minutes.map(({ length }) => length)));
  const allMinutes = minutes.flat();
  for (const name of ["minute", "minuteViews", "minuteEvents"] as const)
    numbers[name] = packInts(allMinutes.map((moment) => moment[name]));

  const columns = { numbers, texts } as Pick<Segment, "numbers" | "texts">;
  return {
    base,
    visits: lows.length,
    hasMinutes: row.minutes !== undefined,
    ...columns,
    size: sizeOfColumns(columns),
  };
}

/** The minutes of a visit, of marks as `minutesOfVisit` gives them. */
function momentsOf(marks: readonly number[] | null): Minute[] {
  const moments: Minute[] = [];
  for (const mark of (marks ?? []).toSorted((a, b) => a - b)) {
    const minute = mark >> 1;
    if (moments.at(-1)?.minute !== minute)
      moments.push({ minute, minuteViews: 0, minuteEvents: 0 });
    const moment = moments.at(-1) as Minute;
    if (mark % 2 === 0) moment.minuteViews += 1;
    else moment.minuteEvents += 1;
  }
  return moments;
}

/** Where the rows of each end, given how many rows each has. */
function endsOf(counts: readonly number[]): number[] {
  let end = 0;
  return counts.map((count) => {
    end += count;
    return end;
  });
}
