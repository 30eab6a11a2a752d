import type { Sql } from "#src/db/client.ts";
import { locks } from "#src/db/lock.ts";
import type { Transaction } from "#src/db/transaction.ts";
import type { Day } from "#src/lib/time.ts";
import { dailyDimensions, visitDimensions } from "#src/stats/dimensions.ts";
import { hoursOf } from "#src/stats/hours.ts";
import { actionRows, hourRows, pathRows, visitRows } from "#src/stats/rows.ts";
import { projectAlone } from "./exclusive.ts";

/** One day of one site, in the site's zone. */
export interface SiteDay {
  siteId: number;
  day: Day;
}

/**
 * Computes all daily rows of one site's day anew from its visits and events, in one transaction,
 * and takes the day's stale marks away. Of a site that is deleted nothing is left; a day whose events
 * are not kept any more stays as it is.
 *
 * The rows are one statement, so that all of them are of one moment, although visits go on being
 * projected meanwhile; whoever does that sets a mark of their own, which is not taken away.
 */
export async function recomputeDay(sql: Sql, siteDay: SiteDay): Promise<void> {
  const { siteId, day } = siteDay;
  await projectAlone(sql, locks.daily, async (tx) => {
    await tx`
      delete from stale_days
      where site_id = ${siteId} and day = ${day}
    `;
    const [site] = await tx<{ zone: string; isFinal: boolean }[]>`
      select time_zone as zone, coalesce(events_from > ${day}::date, false) as "isFinal"
      from sites
      where id = ${siteId} and deleted_at is null
    `;
    if (site?.isFinal) return;
    // The primary key, in which they stand before the day, finds the rows by the dimensions.
    await tx`
      delete from daily_lists
      where site_id = ${siteId} and dimension = any (${[...dailyDimensions]}) and day = ${day}
    `;
    if (!site) return forgetVersion(tx, siteDay);
    await insertRows(tx, siteDay, site.zone);
    await raiseVersion(tx, siteDay);
  });
}

/**
 * Says that the day's figures are others now. The version is the time in microseconds, so that it
 * grows even where the row was lost, and grows where the clock was put back.
 */
async function raiseVersion(tx: Transaction, { siteId, day }: SiteDay): Promise<void> {
  await tx`
    insert into day_versions as stored (site_id, day, version)
    values (${siteId}, ${day}, (date_part('epoch', clock_timestamp()) * 1000000)::bigint)
    on conflict (site_id, day) do update
    set version = greatest(excluded.version, stored.version + 1)
  `;
}

async function forgetVersion(tx: Transaction, { siteId, day }: SiteDay): Promise<void> {
  await tx`
    delete from day_versions
    where site_id = ${siteId} and day = ${day}
  `;
}

/**
 * Most visitors come once a day. Those are counted by their visits, and only the others, `several`,
 * by their keys: a distinct count sorts whatever it counts.
 */
async function insertRows(tx: Transaction, { siteId, day }: SiteDay, zone: string): Promise<void> {
  await tx`
    with visit as (
      select *, visit_count = 1 as is_only
      from visits
      where site_id = ${siteId} and day = ${day}
    ),
    happened as (
      select *
      from events
      where site_id = ${siteId} and day = ${day}
    )
    insert into daily_lists (
      site_id, day, dimension, value, visitors, visits, pageviews, bounces, engaged_ms, events,
      scroll
    )
    select ${siteId}, ${day}, dimension, array_agg(value order by value),
           array_agg(visitors order by value), array_agg(visits order by value),
           array_agg(pageviews order by value), array_agg(bounces order by value),
           array_agg(engaged_ms order by value), array_agg(events order by value),
           array_agg(scroll order by value)
    from (
      (${visitRows(tx, visitDimensions)})
      union all
      (${pathRows(tx)})
      union all
      (${actionRows(tx)})
      union all
      (${hourRows(tx, hoursOf(zone, day))})
    ) row
    group by dimension
  `;
}
