import type { Sql } from "#src/db/client.ts";
import { ensurePartitionsBetween } from "#src/db/partitions.ts";
import { addDays, type Day } from "#src/lib/time.ts";
import { recomputeDay } from "#src/stats/project/daily.ts";
import { projectPending } from "#src/stats/project/visits.ts";

/** Traffic of one busy site, and of others beside it, as a bench wants it. */
export interface Traffic {
  siteId: number;
  otherIds: readonly number[];
  /** Events of the busy site, about; each of the others has a five-hundredth. */
  events: number;
  /** The last day that has any. */
  lastDay: Day;
  days: number;
}

/** How long the parts took, which overlap. Units: seconds. */
export interface FillTimes {
  insert: number;
  project: number;
  daily: number;
}

/** How often events come in a visit, and pages and their like in the world. */
const eventsAVisit = 3.9;
const pages = 5_000;
const sources = 300;
const countries = 60;
/** A few pages have most views, as with Zipf: the first has 12 %, this one 3.7 %, that one 0.007 %. */
export const popularPage = "/page/3";
export const rarePage = "/page/1500";

/** So many days of events may wait for what is computed from them. */
const waitingMax = 2;

/**
 * Fills events, visits and daily; the same numbers give the same traffic. Nobody else may compute
 * meanwhile. Events are inserted, visits projected and days computed at once, each on a connection
 * of its own.
 */
export async function fillTraffic(
  connect: () => Sql,
  traffic: Traffic,
  onProgress: (done: number) => void,
): Promise<FillTimes> {
  const { siteId, otherIds, lastDay, days } = traffic;
  const [inserter, projector, counter] = [connect(), connect(), connect()];
  for (const client of [inserter, projector, counter]) await client`set synchronous_commit to off`;
  const first = addDays(lastDay, 1 - days);
  await ensurePartitionsBetween(inserter, new Date(first), new Date(lastDay));
  const times: FillTimes = { insert: 0, project: 0, daily: 0 };
  const timed = async (part: keyof FillTimes, work: () => Promise<void>) => {
    const beganMs = performance.now();
    await work();
    times[part] += (performance.now() - beganMs) / 1_000;
  };
  const project = async () => {
    while ((await projectPending(projector)) > 0);
  };
  const count = async (day: Day) => {
    for (const id of [siteId, ...otherIds]) await recomputeDay(counter, { siteId: id, day });
  };
  const projected: Promise<void>[] = [];
  let counted = Promise.resolve();
  for (let done = 0; done < days; done++) {
    const day = addDays(first, done);
    await timed("insert", () => insertDay(inserter, traffic, day));
    const mine = Promise.all([projected.at(-1)]).then(() => timed("project", project));
    projected.push(mine);
    counted = Promise.all([mine, counted])
      .then(() => timed("daily", () => count(day)))
      .then(() => onProgress(done + 1));
    await projected.at(-waitingMax);
  }
  await counted;
  await inserter`vacuum analyze events, visits, daily_lists, pending, stale_days`;
  return times;
}

/** The events of one day of all sites, as they would arrive. */
async function insertDay(sql: Sql, traffic: Traffic, day: Day): Promise<void> {
  const { siteId, otherIds, events, days } = traffic;
  const visits = events / days / eventsAVisit;
  const ids = [siteId, ...otherIds];
  const counts = ids.map((id) => Math.max(1, Math.round(id === siteId ? visits : visits / 500)));
  await sql`select setseed(${((Date.parse(day) / 86_400_000) % 1_000) / 1_000})`;
  await sql`
    with visit as materialized (${visitsOfDay(sql, { ids, counts, day })}),
    event as (
      select visit.*, step, ${stepsOf(sql)} as steps
      from visit
      cross join lateral generate_series(0, ${stepsOf(sql)}) as step
      order by begun + step * interval '40 seconds'
    )
    insert into events (
      site_id, day, visitor, id, ts, last_seen_at, kind, path, hostname, name, target, engaged_ms,
      scroll, referrer, source, channel, utm_campaign, country, device, browser, browser_version,
      os, os_version, language, screen
    )
    select site_id, ${day}, visitor, number * 1000::bigint + step,
           begun + step * interval '40 seconds',
           begun + step * interval '40 seconds' + interval '30 seconds',
           kind, path, 'shop.example',
           case when kind = 'custom' then 'event ' || number % 20 else '' end,
           case when kind = 'outbound' then 'https://partner.example/' || number % 50 else '' end,
           case when kind = 'pageview' then (random() * 60000)::int else 0 end,
           case when kind = 'pageview' then (random() * 100)::int else 0 end,
           -- Only the first page of a visit was come to from elsewhere.
           case when step > 0 or source = 0 then '' else 'https://source' || source || '.example/' end,
           case when step > 0 or source = 0 then '' else 'Source ' || source end,
           case when step > 0 then 'direct'
                else (array['direct', 'search', 'social', 'referral', 'email'])[least(source, 4) + 1] end,
           case when step = 0 and number % 25 = 0 then 'campaign ' || number % 7 else '' end,
           case when country = 1 then 'FR' else chr(65 + country % 26) || chr(65 + country / 26) end,
           case when device < 0.55 then 'mobile' when device < 0.95 then 'desktop' else 'tablet' end,
           (array['Chrome', 'Safari', 'Firefox', 'Edge'])[1 + (browser * browser * 4)::int % 4],
           (120 + (browser * 20)::int)::text,
           (array['iOS', 'Android', 'Windows', 'macOS'])[1 + (device * 3.99)::int % 4],
           (10 + (browser * 7)::int)::text,
           (array['fr', 'en', 'de'])[(browser * 2)::int + 1],
           (array['390x844', '412x915', '1920x1080', '1440x900'])[1 + (device * 3.99)::int % 4]
    from event
    cross join lateral (
      select case when step > 0 and random() < 0.05 then 'custom'
                  when step > 0 and random() < 0.03 then 'outbound' else 'pageview' end as kind,
             '/page/' || ${rankOf(sql, sql`random()`, pages)} as path
      -- Names of the row's own make it random for each row.
      from (select number, step) one
    ) what
    on conflict do nothing
  `;
  await sql`
    insert into pending (site_id, day, visitor)
    select site_id, day, visitor
    from events
    where day = ${day}
    group by site_id, day, visitor
    order by min(ts)
  `;
}

type Fragment = ReturnType<Sql>;

interface DayOfSites {
  ids: readonly number[];
  counts: readonly number[];
  day: Day;
}

/** Half of the visits are somebody's only one of the day, the others are shared by fewer people. */
function visitsOfDay(sql: Sql, { ids, counts, day }: DayOfSites) {
  const own = (salt: number): Fragment =>
    sql`(hashint8extended(visitor, ${salt}) & 65535) / 65536.0`;
  return sql`
    select site_id, number, visitor, begun, length, source,
           ${rankOf(sql, own(1), countries)} as country,
           ${own(2)} as device, ${own(3)} as browser
    from (
      select site.id as site_id, number,
             hashtextextended(
               concat_ws(' ', site.id, ${day}::date, case when random() < 0.5 then number
                    else -1 - floor(random() * visits * 0.233)::int end), 0) as visitor,
             ${day}::date::timestamp at time zone 'UTC' + random() * interval '21 hours' as begun,
             random() as length,
             case when random() < 0.4 then 0 else ${rankOf(sql, sql`random()`, sources)} end as source
      from unnest(${ids}::int[], ${counts}::int[]) as site (id, visits)
      cross join lateral generate_series(1, visits) as number
    ) visit
  `;
}

/** How many events follow the first: two visits in five have none, the others five or so. */
function stepsOf(sql: Sql) {
  return sql`case when length < 0.4 then 0 else 1 + (-ln(1 - (length - 0.4) / 0.6001) * 3.83)::int end`;
}

/** A rank from 1 to `count` by a number from 0 to 1: the k-th comes about 1 / k as often as the first. */
function rankOf(sql: Sql, share: Fragment, count: number) {
  return sql`(1 + floor(0.5 * exp((${share}) * ln(${2 * count + 1}::float8)) - 0.5)::int)`;
}
