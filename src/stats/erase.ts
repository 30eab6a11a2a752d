import type { Sql } from "#src/db/client.ts";
import { locks } from "#src/db/lock.ts";
import type { Transaction } from "#src/db/transaction.ts";
import { addDays, type Day } from "#src/lib/time.ts";
import { dailyDimensions } from "./dimensions.ts";
import { projectAlone } from "./project/exclusive.ts";

// What a site loses is deleted day by day, and of a busy day in slices: each is a short transaction,
// between two of which others count and read.

/**
 * How many rows a slice has. Whoever projects visits waits for one: 5,000 events take 0.05 s.
 */
const sliceMax = 5_000;

/** What to erase. Shape: `before` null is all that there is. */
interface Extent {
  siteId: number;
  before: Day | null;
  /** Told after each slice how many events it had; what it throws ends the work between two. */
  onErased?: (events: number) => void;
}

/** How many events of a site are stored. It reads the key of each: of many it takes minutes. */
export async function countEvents(sql: Sql, siteId: number): Promise<number> {
  const [row] = await sql<{ events: number }[]>`
    select count(*)::int as events
    from events
    where site_id = ${siteId}
  `;
  return row?.events ?? 0;
}

/**
 * How many events its daily figures know of a site, which is said at once however many there are: also
 * those of days whose events are not kept any more, and not yet those of the last moments.
 */
export async function sumEvents(sql: Sql, siteId: number): Promise<number> {
  const [row] = await sql<{ events: number }[]>`
    select coalesce(sum(pageviews[1] + events[1]), 0)::float8 as events
    from daily_lists
    where site_id = ${siteId} and dimension = 'total'
  `;
  return row?.events ?? 0;
}

/**
 * Erases everything that was counted of a site that is deleted. Nothing new is stored of it by then;
 * a projection that was under way may still write, so it looks until nothing is left. It may end at
 * any moment; run again it goes on.
 */
export async function eraseFigures(
  sql: Sql,
  { siteId, onErased }: Pick<Extent, "siteId" | "onErased">,
): Promise<void> {
  do {
    await erasePending(sql, siteId);
    await eraseDays(sql, { siteId, before: null, ...(onErased ? { onErased } : {}) });
    // Lists that a former version made are under none of today's names.
    await sql`
      delete from daily_lists
      where site_id = ${siteId}
    `;
  } while (await isAnythingLeft(sql, siteId));
}

/** Erases the days of a site before one, from the oldest; events, visits and figures of each. */
export async function eraseDays(sql: Sql, { siteId, before, onErased }: Extent): Promise<void> {
  const span = await readSpan(sql, siteId);
  if (!span) return;
  const end = before && before <= span.last ? before : addDays(span.last, 1);
  for (let day = span.first; day < end; day = addDays(day, 1)) {
    await eraseRows(sql, { table: "events", key: "id", siteId, day }, onErased);
    await eraseRows(sql, { table: "visits", key: "visit_no", siteId, day });
    await eraseDay(sql, siteId, day);
  }
}

/**
 * Erases the events and visits of a site's days before one, from the oldest. What was counted of
 * these days stays; see part-with-events.ts.
 */
export async function eraseEvents(
  sql: Sql,
  { siteId, before }: { siteId: number; before: Day },
): Promise<void> {
  const [row] = await sql<{ first: Day | null }[]>`
    select least(
      (select min(day) from events where site_id = ${siteId} and day < ${before}),
      (select min(day) from visits where site_id = ${siteId} and day < ${before})
    )::text as first
  `;
  for (let day = row?.first ?? before; day < before; day = addDays(day, 1)) {
    await eraseRows(sql, { table: "events", key: "id", siteId, day });
    await eraseRows(sql, { table: "visits", key: "visit_no", siteId, day });
  }
}

/** From the first to the last day of which any table knows. */
async function readSpan(sql: Sql, siteId: number): Promise<{ first: Day; last: Day } | null> {
  const [span] = await sql<{ first: Day | null; last: Day | null }[]>`
    select min(first)::text as first, max(last)::text as last
    from (
      select min(day) as first, max(day) as last from events where site_id = ${siteId}
      union all
      select min(day), max(day) from visits where site_id = ${siteId}
      union all
      select min(day), max(day) from daily_lists
      where site_id = ${siteId} and dimension = 'total'
      union all
      select min(day), max(day) from day_versions where site_id = ${siteId}
      union all
      select min(day), max(day) from day_segments where site_id = ${siteId}
      union all
      select min(day), max(day) from stale_days where site_id = ${siteId}
    ) span
  `;
  return span?.first && span.last ? { first: span.first, last: span.last } : null;
}

interface DayOfTable {
  table: "events" | "visits";
  /** What tells the rows of a visitor apart. */
  key: "id" | "visit_no";
  siteId: number;
  day: Day;
}

/** A place in the order of a day's rows. Shape: both are whole numbers of 64 bits as text. */
interface Place {
  visitor: string;
  number: string;
}

const first: Place = { visitor: String(-(2n ** 63n)), number: String(-(2n ** 63n)) };
const last: Place = { visitor: String(2n ** 63n - 1n), number: String(2n ** 63n - 1n) };

/** Erases a day of a table in slices by the order of its key, so that no row is looked at twice. */
async function eraseRows(
  sql: Sql,
  of: DayOfTable,
  onErased: (rows: number) => void = () => {},
): Promise<void> {
  let from: Place | null = first;
  while (from) {
    const start: Place = from;
    const slice = await projectAlone(sql, locks.visits, (tx) => eraseSlice(tx, of, start));
    from = slice.end;
    if (slice.erased > 0) onErased(slice.erased);
  }
}

/** Erases a slice from a place on. Shape: `end` is null when nothing follows. */
async function eraseSlice(
  tx: Transaction,
  { table, key, siteId, day }: DayOfTable,
  start: Place,
): Promise<{ erased: number; end: Place | null }> {
  const order = tx`(visitor, ${tx(key)})`;
  const [end = null] = await tx<Place[]>`
    select visitor::text, ${tx(key)}::text as number
    from ${tx(table)}
    where site_id = ${siteId}
      and day = ${day}
      and ${order} >= (${start.visitor}::bigint, ${start.number}::bigint)
    order by visitor, ${tx(key)}
    offset ${sliceMax - 1}
    limit 1
  `;
  const { visitor, number } = end ?? last;
  const erased = await tx`
    delete from ${tx(table)}
    where site_id = ${siteId}
      and day = ${day}
      and ${order} >= (${start.visitor}::bigint, ${start.number}::bigint)
      and ${order} <= (${visitor}::bigint, ${number}::bigint)
  `;
  return { erased: erased.count, end };
}

/** Erases the figures of a day, and with its version every answer that was counted from it. */
async function eraseDay(sql: Sql, siteId: number, day: Day): Promise<void> {
  await projectAlone(sql, locks.daily, async (tx) => {
    // By the key, in which the dimension stands before the day.
    await tx`
      delete from daily_lists
      where site_id = ${siteId} and dimension = any (${[...dailyDimensions]}) and day = ${day}
    `;
    for (const table of ["stale_days", "day_segments", "day_versions"])
      await tx`
        delete from ${tx(table)}
        where site_id = ${siteId} and day = ${day}
      `;
  });
}

async function erasePending(sql: Sql, siteId: number): Promise<void> {
  await projectAlone(sql, locks.visits, async (tx) => {
    await tx`
      delete from pending
      where site_id = ${siteId}
    `;
  });
}

async function isAnythingLeft(sql: Sql, siteId: number): Promise<boolean> {
  const [row] = await sql<{ isLeft: boolean }[]>`
    select exists (select from pending where site_id = ${siteId})
        or exists (select from visits where site_id = ${siteId})
        or exists (select from stale_days where site_id = ${siteId})
        or exists (select from day_segments where site_id = ${siteId})
        or exists (select from day_versions where site_id = ${siteId}) as "isLeft"
  `;
  return row?.isLeft ?? false;
}
