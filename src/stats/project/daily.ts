import type { Sql } from "#src/db/client.ts";
import { locks } from "#src/db/lock.ts";
import type { Transaction } from "#src/db/transaction.ts";
import { dailyDimensions } from "#src/stats/dimensions.ts";
import { hoursOf } from "#src/stats/hours.ts";
import { actionRows, hourRows, pathRows, type SiteDay, visitRows } from "./daily-rows.ts";
import { projectAlone } from "./exclusive.ts";

/**
 * Computes all daily rows of one site's day anew from its visits and events, in one transaction,
 * and takes the day's stale marks away. The rows of a site that is gone are deleted.
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
    // The primary key, in which they stand before the day, finds the rows by the dimensions.
    await tx`
      delete from daily
      where site_id = ${siteId} and dimension = any (${[...dailyDimensions]}) and day = ${day}
    `;
    const [site] = await tx<{ zone: string }[]>`
      select time_zone as zone
      from sites
      where id = ${siteId}
    `;
    if (site) await insertRows(tx, siteDay, site.zone);
  });
}

/**
 * Most visitors come once a day. Those are counted by their visits, and only the others, `several`,
 * by their keys: a distinct count sorts whatever it counts.
 */
async function insertRows(tx: Transaction, { siteId, day }: SiteDay, zone: string): Promise<void> {
  await tx`
    with several as materialized (
      select visitor
      from visits
      where site_id = ${siteId} and day = ${day} and visit_no = 2
    ),
    visit as (
      select visits.*, several.visitor is null as is_only
      from visits
      left join several using (visitor)
      where site_id = ${siteId} and day = ${day}
    ),
    happened as (
      select *
      from events
      where site_id = ${siteId} and day = ${day}
    )
    insert into daily (
      site_id, day, dimension, value, visitors, visits, pageviews, bounces, engaged_ms, events
    )
    select ${siteId}, ${day}, row.*
    from (
      (${visitRows(tx)})
      union all
      (${pathRows(tx)})
      union all
      (${actionRows(tx, { siteId, day })})
      union all
      (${hourRows(tx, hoursOf(zone, day))})
    ) row
  `;
}
