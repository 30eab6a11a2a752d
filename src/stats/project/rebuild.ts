import type { Database, Sql } from "#src/db/client.ts";
import { addDays, type Day } from "#src/lib/time.ts";
import type { SiteDay } from "./daily.ts";
import { recomputeDay } from "./daily.ts";
import { findMisplaced, type MisplacedDay, redateVisits, type ZonedDay } from "./redate.ts";
import { projectAllPending } from "./visits.ts";

/** What to rebuild: all when empty. Shape: both days are included. */
interface Scope {
  siteIds?: readonly number[] | undefined;
  from?: Day | undefined;
  to?: Day | undefined;
}

/** A site with days that cannot be computed anew: those before this one. */
interface Skipped {
  siteId: number;
  eventsFrom: Day;
}

type Progress = (done: number, total: number) => void;

/** What was on its way when the zone was corrected may be stored after its day was looked at. */
const passesMax = 3;

/**
 * Computes `visits` and `daily` anew from the events, day by day, while the server may be running.
 * Rows that no event stands behind any more disappear. Where a visit lies on another day than it
 * began on, because the time zone of its site was corrected, its events are moved to that day. It
 * may be ended at any moment; run again it completes what is left.
 * Days whose events are not kept any more stay as they were counted: it returns of which sites there
 * were any.
 */
export async function rebuild(
  database: Pick<Database, "work">,
  scope: Scope,
  onProgress: Progress = () => {},
): Promise<Skipped[]> {
  const sql = database.work;
  const { days, skipped } = await listDays(sql, scope);
  onProgress(0, days.length);
  let misplaced: MisplacedDay[] = [];
  for (const [done, day] of days.entries()) {
    await requeueDay(sql, day);
    await projectAllPending(sql);
    const found = await findMisplaced(sql, [day]);
    if (found.length === 0) await recomputeDay(sql, day);
    misplaced.push(...found);
    // Such a day is still to be left by its visits and to be computed.
    onProgress(done + 1, days.length + 2 * misplaced.length);
  }
  const tell: Progress = (done, total) => onProgress(days.length + done, days.length + total);
  for (let pass = 0; misplaced.length > 0 && pass < passesMax; pass++) {
    await correctDays(sql, misplaced, pass === 0 ? tell : () => {});
    misplaced = await findMisplaced(sql, days);
  }
  return skipped;
}

async function correctDays(sql: Sql, misplaced: readonly MisplacedDay[], tell: Progress) {
  let left = 0;
  const touched = await redateVisits(sql, misplaced, () => {
    left += 1;
    tell(left, 2 * misplaced.length);
  });
  for (const [done, day] of touched.entries()) {
    await recomputeDay(sql, day);
    tell(left + done + 1, left + touched.length);
  }
}

interface Span {
  siteId: number;
  zone: string;
  first: Day | null;
  last: Day | null;
  eventsFrom: Day | null;
}

/**
 * Every day of a site from the first to the last that any of the three tables knows, but for those
 * whose events are not kept any more.
 */
async function listDays(
  sql: Sql,
  { siteIds, from, to }: Scope,
): Promise<{ days: ZonedDay[]; skipped: Skipped[] }> {
  const spans = await sql<Span[]>`
    select id as "siteId", time_zone as zone, min(first)::text as first, max(last)::text as last,
           events_from::text as "eventsFrom"
    from sites
    cross join lateral (
      select min(day) as first, max(day) as last from events where site_id = sites.id
      union all
      select min(day), max(day) from visits where site_id = sites.id
      union all
      select min(day), max(day) from daily where site_id = sites.id and dimension = 'total'
    ) span
    where ${siteIds ? sql`id = any (${[...siteIds]})` : sql`true`}
    group by id
    order by id
  `;
  const days: ZonedDay[] = [];
  const skipped: Skipped[] = [];
  for (const { siteId, zone, first, last, eventsFrom } of spans) {
    if (!first || !last) continue;
    const end = to && to < last ? to : last;
    const asked = from && from > first ? from : first;
    const isCut = eventsFrom !== null && eventsFrom > asked;
    if (isCut) skipped.push({ siteId, eventsFrom });
    for (let day = isCut ? eventsFrom : asked; day <= end; day = addDays(day, 1))
      days.push({ siteId, zone, day, eventsFrom });
  }
  return { days, skipped };
}

async function requeueDay(sql: Sql, { siteId, day }: SiteDay): Promise<void> {
  await sql`
    insert into pending (site_id, day, visitor)
    select site_id, day, visitor
    from events
    where site_id = ${siteId} and day = ${day}
    union
    select site_id, day, visitor
    from visits
    where site_id = ${siteId} and day = ${day}
  `;
}
