import type { Sql } from "#src/db/client.ts";
import { locks } from "#src/db/lock.ts";
import { ensurePartitionsBetween } from "#src/db/partitions.ts";
import { addDays, type Day, dayStart } from "#src/lib/time.ts";
import type { SiteDay } from "./daily.ts";
import { projectAlone } from "./exclusive.ts";
import { projectAllPending } from "./visits.ts";

// Events keep the day that they were stored under, which is another one once the time zone of their
// site has been corrected. A visit stays whole: all of its events go to the day on which it began.

/** A site's day with the zone that says when it begins and ends. */
export interface ZonedDay extends SiteDay {
  zone: string;
  /** No visit is moved to a day before this one, whose events are not kept; null if all are. */
  eventsFrom?: Day | null;
}

/** A day under which visits are stored that began before it, after it, or both. */
export interface MisplacedDay extends ZonedDay {
  isEarly: boolean;
  isLate: boolean;
}

/**
 * How far a day of one zone can lie from that of another: when Monday begins in Kiritimati (UTC+14),
 * it is Saturday, 10 p.m., in UTC-12. What lies further away is none of our doing and stays there.
 */
const shiftMaxDays = 2;
/**
 * How many visits move in one transaction, until whose end a message of one of their views waits:
 * 2,000 with 8,000 events take 0.13 s.
 */
const visitsMax = 2_000;

/**
 * Which of these days have visits that began on another one. It asks `visits`, which must have been
 * computed from the events as they are now.
 */
export async function findMisplaced(sql: Sql, days: readonly ZonedDay[]): Promise<MisplacedDay[]> {
  const misplaced: MisplacedDay[] = [];
  for (const day of days) {
    const { first, start, end, last } = instantsOf(day);
    const [row] = await sql<{ isEarly: boolean | null; isLate: boolean | null }[]>`
      select bool_or(started_at < ${start}) as "isEarly", bool_or(started_at >= ${end}) as "isLate"
      from visits
      where site_id = ${day.siteId}
        and day = ${day.day}
        and started_at >= ${first}
        and started_at < ${last}
    `;
    const [isEarly, isLate] = [row?.isEarly ?? false, row?.isLate ?? false];
    if (isEarly || isLate) misplaced.push({ ...day, isEarly, isLate });
  }
  return misplaced;
}

function instantsOf({ zone, day, eventsFrom }: ZonedDay) {
  const at = (days: number) => dayStart(zone, addDays(day, days));
  const earliest = addDays(day, -shiftMaxDays);
  const first =
    eventsFrom && eventsFrom > earliest ? dayStart(zone, eventsFrom) : at(-shiftMaxDays);
  return { first, start: at(0), end: at(1), last: at(1 + shiftMaxDays) };
}

/**
 * Moves the events of misplaced visits, and computes the visits of the days that they leave and
 * reach anew. It may end at any moment: what has moved is right and is in the outbox, and the rest
 * moves the next time. Days that visits leave for later ones are taken from the last to the first,
 * the others from the first to the last: so no visit is ever put beside one that still has to go,
 * with which it might be taken for one.
 * Shape: returns the days whose figures are to be computed anew.
 */
export async function redateVisits(
  sql: Sql,
  days: readonly MisplacedDay[],
  onProgress: () => void,
): Promise<ZonedDay[]> {
  const inOrder = days.toSorted((a, b) => (a.day < b.day ? -1 : 1));
  const touched = new Map<string, ZonedDay>();
  const touch = (day: ZonedDay) => touched.set(`${day.siteId} ${day.day}`, day);
  const move = async (from: ZonedDay, to: Day) => {
    if (from.eventsFrom && to < from.eventsFrom) return;
    if (await moveVisits(sql, from, to)) touch({ ...from, day: to });
  };
  for (const from of inOrder) touch(from);
  for (const from of inOrder.toReversed()) {
    if (from.isLate) for (const shift of [2, 1]) await move(from, addDays(from.day, shift));
    if (!from.isEarly) onProgress();
  }
  for (const from of inOrder) {
    if (!from.isEarly) continue;
    for (const shift of [-2, -1]) await move(from, addDays(from.day, shift));
    onProgress();
  }
  return [...touched.values()];
}

/** Moves all visits of a day that began on a certain other. Shape: returns whether there were any. */
async function moveVisits(sql: Sql, from: ZonedDay, to: Day): Promise<boolean> {
  let isMoved = false;
  for (;;) {
    await projectAllPending(sql);
    // A day at the end of the log may go to a month that has none yet, or none any more.
    if (!isMoved && from.day.slice(0, 7) !== to.slice(0, 7))
      await ensurePartitionsBetween(sql, new Date(to), new Date(to));
    if ((await movePortion(sql, from, to)) === 0) return isMoved;
    isMoved = true;
  }
}

/**
 * Moves a portion of visits. Of a visitor whose events changed since the visits were computed we
 * cannot know which are one visit; such a key is in the outbox, and waits for the next portion.
 * Rows are deleted and inserted: of two messages of one view that were stored on either side of a
 * midnight one row becomes, as the collector would have made it (see collect/store.ts).
 */
function movePortion(sql: Sql, { siteId, zone, day }: ZonedDay, to: Day): Promise<number> {
  return projectAlone(sql, locks.visits, async (tx) => {
    const [row] = await tx<{ moved: number }[]>`
      with misplaced as materialized (
        select site_id, day, visitor, started_at, last_seen_at
        from visits
        where site_id = ${siteId}
          and day = ${day}
          and started_at >= ${dayStart(zone, to)}
          and started_at < ${dayStart(zone, addDays(to, 1))}
          and not exists (
            select
            from pending
            where pending.site_id = visits.site_id
              and pending.day = visits.day
              and pending.visitor = visits.visitor
          )
        -- The order in which the collector takes the locks of rows.
        order by visitor, visit_no
        limit ${visitsMax}
      ),
      taken as (
        delete from events event
        using misplaced
        where event.site_id = misplaced.site_id
          and event.day = misplaced.day
          and event.visitor = misplaced.visitor
          and event.ts between misplaced.started_at and misplaced.last_seen_at
        returning event
      ),
      placed as (
        insert into events as stored
        select moved.*
        from taken
        -- All columns of the row but the day, whichever these are.
        cross join lateral
          jsonb_populate_record(event, jsonb_build_object('day', ${to}::text)) as moved
        on conflict (site_id, day, visitor, id) do update
        set ts = least(stored.ts, excluded.ts),
            last_seen_at = greatest(stored.last_seen_at, excluded.last_seen_at),
            seq = greatest(stored.seq, excluded.seq),
            engaged_ms = greatest(stored.engaged_ms, excluded.engaged_ms),
            scroll = case
              when excluded.seq > stored.seq then excluded.scroll
              when excluded.seq = stored.seq then greatest(stored.scroll, excluded.scroll)
              else stored.scroll
            end
        where stored.kind = 'pageview'
      ),
      queued as (
        insert into pending (site_id, day, visitor)
        select distinct site_id, one.day, visitor
        from misplaced
        cross join (values (${day}::date), (${to}::date)) as one (day)
      )
      select count(*)::int as moved
      from misplaced
    `;
    return row?.moved ?? 0;
  });
}
