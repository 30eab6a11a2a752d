import type { Sql } from "#src/db/client.ts";
import { locks } from "#src/db/lock.ts";
import type { Day } from "#src/lib/time.ts";
import { recomputeDay, type SiteDay } from "./project/daily.ts";
import { projectAlone } from "./project/exclusive.ts";
import { projectAllPending } from "./project/visits.ts";
import { packDays } from "./segments/shelf.ts";

// The events and visits of a day can go when its figures are final: its lists answer what is asked
// of all visits, and its segment, in which the visits are packed without their visitors' keys, what
// is asked with filters.

/** How often it is tried when events of these days come in meanwhile. */
const triesMax = 3;

/**
 * Makes the figures of a site's days before one final, so that their events can be erased: nothing
 * computes these days anew from then on. It may end at any moment.
 * Shape: returns the first day whose events are to be kept; null is all of them.
 */
export async function partWithEvents(
  sql: Sql,
  { id, eventsFrom }: { id: number; eventsFrom: Day | null },
  before: Day,
): Promise<Day | null> {
  if (eventsFrom && eventsFrom >= before) return eventsFrom;
  for (let tries = 0; tries < triesMax; tries++) {
    await finishDays(sql, id, before);
    if (await noteEventsFrom(sql, id, before)) return before;
  }
  return eventsFrom;
}

async function finishDays(sql: Sql, siteId: number, before: Day): Promise<void> {
  const [row] = await sql<{ waits: boolean }[]>`
    select exists (select from pending where site_id = ${siteId} and day < ${before}) as waits
  `;
  if (row?.waits) await projectAllPending(sql);
  const stale = await sql<SiteDay[]>`
    select distinct site_id as "siteId", day::text
    from stale_days
    where site_id = ${siteId} and day < ${before}
  `;
  for (const day of stale) await recomputeDay(sql, day);
  await packDays(sql, before, siteId);
}

/** Shape: returns whether all figures of these days are there, and so it was noted. */
async function noteEventsFrom(sql: Sql, siteId: number, before: Day): Promise<boolean> {
  return projectAlone(sql, locks.visits, async (tx) => {
    await tx`select pg_advisory_xact_lock(${locks.daily})`;
    const noted = await tx`
      update sites
      set events_from = ${before}
      where id = ${siteId}
        and deleted_at is null
        and not exists (select from pending where site_id = ${siteId} and day < ${before})
        and not exists (select from stale_days where site_id = ${siteId} and day < ${before})
        and not exists (
          select
          from day_versions
          left join day_segments using (site_id, day, version)
          where day_versions.site_id = ${siteId}
            and day_versions.day < ${before}
            and (sites.events_from is null or day_versions.day >= sites.events_from)
            and day_segments.site_id is null
        )
    `;
    return noted.count > 0;
  });
}
