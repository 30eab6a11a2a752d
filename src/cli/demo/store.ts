import type { Sql } from "#src/db/client.ts";
import { locks } from "#src/db/lock.ts";
import { projectAlone } from "#src/stats/project/exclusive.ts";
import { type DemoEvent, demoDomain } from "./day.ts";

/** Fixed, so that a page with the demo's snippet goes on working. */
const demoKey = "demo00fern00";

/** Makes the demo's site, or finds the one that is there, whose settings may have been changed. */
export async function ensureDemoSite(sql: Sql): Promise<{ id: number; zone: string }> {
  await sql`
    insert into sites (key, domain, name, hostnames, time_zone)
    values (${demoKey}, ${demoDomain}, 'Fernside Coffee (demo)', '{}', 'Europe/Paris')
    on conflict do nothing
  `;
  const [site] = await sql<{ id: number; zone: string }[]>`
    select id, time_zone as zone
    from sites
    where domain = ${demoDomain}
  `;
  if (!site) throw new Error(`the site ${demoDomain} could not be made`);
  return site;
}

/** Deletes all that was ever counted for a site, but not the site. */
export async function deleteFigures(sql: Sql, siteId: number): Promise<void> {
  await projectAlone(sql, locks.visits, async (tx) => {
    await tx`delete from pending where site_id = ${siteId}`;
    await tx`delete from events where site_id = ${siteId}`;
    await tx`delete from visits where site_id = ${siteId}`;
  });
  await projectAlone(sql, locks.daily, async (tx) => {
    await tx`delete from daily_lists where site_id = ${siteId}`;
    await tx`delete from day_versions where site_id = ${siteId}`;
    await tx`delete from day_segments where site_id = ${siteId}`;
    await tx`delete from stale_days where site_id = ${siteId}`;
  });
}

/** Stores events with their outbox keys in one statement, as the collector does. */
export async function storeEvents(sql: Sql, siteId: number, events: DemoEvent[]): Promise<void> {
  const columns = sql`
    day, visitor, id, ts, last_seen_at, kind, path, hostname, name, target, props, engaged_ms,
    scroll, referrer, source, channel, utm_source, utm_medium, utm_campaign, utm_term, utm_content,
    country, device, browser, browser_version, os, os_version, language, screen
  `;
  await sql`
    with written as (
      insert into events (site_id, ${columns})
      select ${siteId}, ${columns}
      from jsonb_populate_recordset(null::events, ${sql.json(events as never)})
      returning site_id, day, visitor
    )
    insert into pending (site_id, day, visitor)
    select distinct site_id, day, visitor
    from written
  `;
}

/** Tells the planner about the tables that dashboards read, which grew all at once. */
export async function analyseFigures(sql: Sql): Promise<void> {
  await sql`analyze visits`;
  await sql`analyze daily_lists`;
}
