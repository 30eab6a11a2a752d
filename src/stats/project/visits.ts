import type { Sql } from "#src/db/client.ts";
import { locks } from "#src/db/lock.ts";
import type { Transaction } from "#src/db/transaction.ts";
import { projectAlone } from "./exclusive.ts";

/** How many rows of the outbox one batch takes, so that a drained spool cannot fill the memory. */
export const batchMax = 5_000;

/**
 * Projects everything that is in the outbox by now. It does not wait for an empty one, which there may
 * never be: at 600 events a second there is always something new.
 */
export async function projectAllPending(sql: Sql): Promise<void> {
  while ((await projectPending(sql)) === batchMax);
}

type Fragment = ReturnType<Transaction>;

/**
 * Takes a batch of keys from the outbox and computes the visits of these visitor-days anew; their
 * days are marked stale for `daily`. All of it is one statement, so that it stands or falls
 * together and reads the events in the very snapshot in which it took the keys: a key that arrives
 * meanwhile stays in the outbox.
 * Units: returns how many rows were taken; fewer than `limit` means that the outbox is empty.
 */
export async function projectPending(sql: Sql, limit = batchMax): Promise<number> {
  return projectAlone(sql, locks.visits, async (tx) => {
    // Whatever the keys, the plan is the same; made anew it costs as much as a small batch.
    await tx`set local plan_cache_mode = 'force_generic_plan'`;
    const [row] = await tx<{ taken: number }[]>`
      with taken as (
        delete from pending
        where ctid = any (array(select ctid from pending limit ${limit}))
        returning site_id, day, visitor
      ),
      keys as (
        select distinct site_id, day, visitor
        from taken
      ),
      computed as (
        select keys.site_id, keys.day, keys.visitor, visit.*
        from keys
        left join lateral (${visitsOfKey(tx)}) visit on true
      ),
      written as (${writeComputed(tx)}),
      surplus as (
        delete from visits
        using computed
        where visits.site_id = computed.site_id
          and visits.day = computed.day
          and visits.visitor = computed.visitor
          and visits.visit_no > coalesce(computed.visit_count, 0)
          and coalesce(computed.visit_no, 1) = 1
      ),
      marked as (
        insert into stale_days (site_id, day)
        select distinct site_id, day
        from keys
      )
      select count(*)::int as taken
      from taken
    `;
    return row?.taken ?? 0;
  });
}

/**
 * The visits of one visitor-day, `keys`. Events are put in the order of their start; one that
 * starts more than 30 minutes after every earlier one was last seen begins a visit. Within a visit
 * the pageviews rank before the other events, so that the first of the ranks is what the visit's
 * page, source and device are taken from.
 */
function visitsOfKey(tx: Transaction): Fragment {
  return tx`
    with ordered as (
      select event, path, ts, id, engaged_ms, scroll,
             kind = 'pageview' as is_view,
             greatest(ts, last_seen_at) as seen_at,
             ts - max(greatest(ts, last_seen_at)) over (
               order by ts, id
               rows between unbounded preceding and 1 preceding
             ) > interval '30 minutes' as follows_gap
      from events event
      where event.site_id = keys.site_id
        and event.day = keys.day
        and event.visitor = keys.visitor
    ),
    numbered as (
      select *, 1 + count(*) filter (where follows_gap) over (order by ts, id) as visit_no
      from ordered
    ),
    ranked as (
      select *, row_number() over (
               partition by visit_no
               order by is_view desc, ts, id
             ) as rank
      from numbered
    ),
    by_path as (
      select visit_no, path,
             min(ts) as started_at,
             max(seen_at) as last_seen_at,
             count(*) filter (where is_view) as views,
             count(*) filter (where not is_view) as others,
             sum(engaged_ms) as engaged_ms,
             max(scroll) as scroll,
             min(rank) as first_rank,
             max(rank) filter (where is_view) as last_view_rank,
             max(rank) as last_rank,
             (array_agg(event order by rank))[1] as first_event
      from ranked
      group by visit_no, path
    )
    select visit_no,
           count(*) over () as visit_count,
           min(started_at) as started_at,
           max(last_seen_at) as last_seen_at,
           sum(views) as pageviews,
           sum(others) as events,
           least(sum(engaged_ms), 2147483647) as engaged_ms,
           array_agg(path order by first_rank) filter (where views > 0) as paths,
           array_agg(views order by first_rank) filter (where views > 0) as views,
           array_agg(least(engaged_ms, 2147483647) order by first_rank) filter (where views > 0)
             as spent_ms,
           array_agg(scroll order by first_rank) filter (where views > 0) as scrolls,
           array_agg(others order by first_rank) filter (where views > 0) as did,
           (array_agg(first_event order by first_rank))[1] as entry,
           (array_agg(path order by last_view_rank desc nulls last, last_rank desc))[1]
             as exit_path
    from by_path
    group by visit_no
  `;
}

/** Writes what was computed; a visit that is stored just so is left untouched. */
function writeComputed(tx: Transaction): Fragment {
  return tx`
    insert into visits as stored (
      site_id, day, visitor, visit_no, visit_count, started_at, last_seen_at, pageviews, events,
      engaged_ms, paths, views, spent_ms, scrolls, did, entry_path, exit_path, hostname,
      referrer, source, channel,
      utm_source, utm_medium, utm_campaign, utm_term, utm_content, country, region, city,
      device, browser, browser_version, os, os_version, language, screen
    )
    select site_id, day, visitor, visit_no, visit_count, started_at, last_seen_at, pageviews,
           events, engaged_ms, coalesce(paths, '{}'), coalesce(views, '{}'),
           coalesce(spent_ms, '{}'), coalesce(scrolls, '{}'), coalesce(did, '{}'),
           (entry).path, exit_path,
           (entry).hostname, (entry).referrer, (entry).source, (entry).channel,
           (entry).utm_source, (entry).utm_medium, (entry).utm_campaign, (entry).utm_term,
           (entry).utm_content, (entry).country, (entry).region, (entry).city,
           (entry).device, (entry).browser, (entry).browser_version, (entry).os,
           (entry).os_version, (entry).language, (entry).screen
    from computed
    where visit_no is not null
    on conflict (site_id, day, visitor, visit_no) do update
    set (visit_count, started_at, last_seen_at, pageviews, events, engaged_ms, paths, views,
         spent_ms, scrolls, did, entry_path, exit_path, hostname, referrer, source, channel,
         utm_source, utm_medium, utm_campaign, utm_term, utm_content, country, region, city, device, browser, browser_version, os,
         os_version, language, screen) = row (
         excluded.visit_count, excluded.started_at, excluded.last_seen_at, excluded.pageviews,
         excluded.events, excluded.engaged_ms, excluded.paths, excluded.views, excluded.spent_ms,
         excluded.scrolls, excluded.did, excluded.entry_path, excluded.exit_path, excluded.hostname,
         excluded.referrer, excluded.source, excluded.channel, excluded.utm_source, excluded.utm_medium, excluded.utm_campaign,
         excluded.utm_term, excluded.utm_content, excluded.country, excluded.region,
         excluded.city, excluded.device, excluded.browser, excluded.browser_version, excluded.os,
         excluded.os_version, excluded.language, excluded.screen)
    where stored is distinct from excluded
  `;
}
