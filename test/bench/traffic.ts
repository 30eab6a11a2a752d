import type { Sql } from "#src/db/client.ts";
import { ensurePartitionsBetween } from "#src/db/partitions.ts";
import { addDays, type Day } from "#src/lib/time.ts";
import { recomputeDay } from "#src/stats/project/daily.ts";
import { projectPending } from "#src/stats/project/visits.ts";

/** Traffic of one busy site, and of others beside it, as a bench wants it. */
interface Traffic {
  siteId: number;
  otherIds: readonly number[];
  /** Events of the busy site; each of the others has a five-hundredth. */
  events: number;
  /** The last day that has any. */
  lastDay: Day;
  days: number;
}

/** How often events come in a visit, on average. */
const eventsAVisit = 4;

/**
 * Fills events, visits and daily. A few of everything are popular and most are rare, as it is: pages
 * of 2,000, sources of 120, countries of 60; the same numbers give the same traffic.
 */
export async function fillTraffic(
  sql: Sql,
  { siteId, otherIds, events, lastDay, days }: Traffic,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const first = addDays(lastDay, 1 - days);
  await ensurePartitionsBetween(sql, new Date(first), new Date(lastDay));
  for (let done = 0; done < days; done++) {
    const day = addDays(first, done);
    await insertDay(sql, siteId, day, Math.round(events / days / eventsAVisit));
    for (const id of otherIds)
      await insertDay(sql, id, day, Math.max(1, Math.round(events / days / eventsAVisit / 500)));
    while ((await projectPending(sql)) > 0);
    for (const id of [siteId, ...otherIds]) await recomputeDay(sql, { siteId: id, day });
    onProgress(done + 1, days);
  }
  await sql`vacuum analyze events, visits, daily`;
}

/** A day's visits: three in four by somebody who comes once, the rest by some who come again. */
async function insertDay(sql: Sql, siteId: number, day: Day, visits: number): Promise<void> {
  await sql`select setseed(${((siteId * 31 + Date.parse(day) / 86_400_000) % 1_000) / 1_000})`;
  await sql`
    with visit as materialized (
      select number,
             case when number % 4 = 0 then number / 12 else number end as visitor,
             ${day}::date::timestamp at time zone 'UTC' + random() * interval '23 hours' as begun,
             power(random(), 3) as page_rank,
             (power(random(), 4) * 120)::int as source,
             (power(random(), 3) * 60)::int as country,
             random() as device, random() as browser, random() as length
      from generate_series(1, ${visits}::int) as number
    ),
    event as (
      select *, row_number() over (partition by number order by step) as place
      from visit
      cross join lateral generate_series(0, (-ln(1 - length * 0.999) * ${eventsAVisit - 1})::int) as step
    )
    insert into events (
      site_id, day, visitor, id, ts, last_seen_at, kind, path, hostname, name, target, engaged_ms,
      scroll, referrer, source, channel, country, device, browser, browser_version, os, language
    )
    select ${siteId}, ${day}, visitor, number * 1000 + step,
           begun + step * interval '40 seconds', begun + step * interval '40 seconds' + interval '30 seconds',
           kind, path, 'shop.example',
           case when kind = 'custom' then 'event ' || number % 20 else '' end,
           case when kind = 'outbound' then 'https://partner.example/' || number % 50 else '' end,
           case when kind = 'pageview' then (random() * 60000)::int else 0 end,
           (random() * 100)::int,
           case when source = 0 then '' else 'https://source' || source || '.example/' end,
           case when source = 0 then '' else 'Source ' || source end,
           (array['direct', 'search', 'social', 'referral', 'email'])[least(source, 4) + 1],
           case when country = 0 then 'FR' else chr(65 + country % 26) || chr(65 + country / 26) end,
           case when device < 0.55 then 'mobile' when device < 0.95 then 'desktop' else 'tablet' end,
           (array['Chrome', 'Safari', 'Firefox', 'Edge'])[least((-ln(1 - browser * 0.99) * 1.3)::int, 3) + 1],
           (120 + (browser * 20)::int)::text,
           (array['Windows', 'iOS', 'Android', 'macOS'])[(device * 3)::int + 1],
           (array['fr', 'en', 'de'])[(browser * 2)::int + 1]
    from event
    cross join lateral (
      select case when step > 0 and random() < 0.05 then 'custom'
                  when step > 0 and random() < 0.03 then 'outbound' else 'pageview' end as kind,
             '/page/' || (power(case when step = 0 then page_rank else random() end, 3) * 2000)::int
               as path
      from (select number, step) one
    ) what
    on conflict do nothing
  `;
  await sql`
    insert into pending (site_id, day, visitor)
    select distinct site_id, day, visitor
    from events
    where site_id = ${siteId} and day = ${day}
  `;
}
