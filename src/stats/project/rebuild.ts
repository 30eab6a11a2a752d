import type { Database, Sql } from "#src/db/client.ts";
import { addDays, type Day } from "#src/lib/time.ts";
import type { SiteDay } from "./daily.ts";
import { recomputeDay } from "./daily.ts";
import { projectPending } from "./visits.ts";

/** What to rebuild: all when empty. Shape: both days are included. */
interface Scope {
  siteIds?: readonly number[] | undefined;
  from?: Day | undefined;
  to?: Day | undefined;
}

/**
 * Computes `visits` and `daily` anew from the events, day by day, while the server may be running.
 * Rows that no event stands behind any more disappear.
 */
export async function rebuild(
  database: Pick<Database, "work">,
  scope: Scope,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<void> {
  const sql = database.work;
  const days = await listDays(sql, scope);
  onProgress(0, days.length);
  for (const [done, siteDay] of days.entries()) {
    await requeueDay(sql, siteDay);
    while ((await projectPending(sql)) > 0);
    await recomputeDay(sql, siteDay);
    onProgress(done + 1, days.length);
  }
}

/** Every day of a site from the first to the last that any of the three tables knows. */
async function listDays(sql: Sql, { siteIds, from, to }: Scope): Promise<SiteDay[]> {
  const spans = await sql<{ siteId: number; first: Day | null; last: Day | null }[]>`
    select id as "siteId", min(first)::text as first, max(last)::text as last
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
  const days: SiteDay[] = [];
  for (const { siteId, first, last } of spans) {
    if (!first || !last) continue;
    const end = to && to < last ? to : last;
    for (let day = from && from > first ? from : first; day <= end; day = addDays(day, 1))
      days.push({ siteId, day });
  }
  return days;
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
