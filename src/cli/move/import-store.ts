import type { Transaction } from "#src/db/transaction.ts";
import { makeSiteKey } from "#src/lib/site-key.ts";
import type { Day } from "#src/lib/time.ts";
import { figureColumns } from "#src/stats/day-lists.ts";
import { packSegment } from "#src/stats/segments/pack.ts";
import type { Segment } from "#src/stats/segments/segment.ts";
import type { MovedEvent } from "./parse-event.ts";
import type { MovedList } from "./parse-figures.ts";
import type { ParsedSite } from "./parse-site.ts";

// What an import writes, all of it in one transaction.

/** A site that was made. Shape: `isOwnKey` says whether its key is the one of the file. */
export interface MadeSite {
  id: number;
  key: string;
  isOwnKey: boolean;
}

/**
 * Makes the site, archived, so that nobody sees it and nothing is counted until it is whole; null
 * when its domain is taken.
 */
export async function insertSite(
  tx: Transaction,
  { fields, key, createdAt, eventsFrom }: ParsedSite,
  now: Date,
): Promise<MadeSite | null> {
  const [taken] = await tx`select from sites where key = ${key}`;
  const ownKey = taken ? makeSiteKey() : key;
  const { name, domain, timeZone, locale, hostnames, excludedIps, excludedPaths } = fields;
  const [site] = await tx<{ id: number }[]>`
    insert into sites (
      key, domain, name, hostnames, include_subdomains, time_zone, locale, hash_mode, respect_dnt,
      count_test_traffic, count_links, count_forms, excluded_ips, excluded_paths,
      retention_months, report_emails, alert_spike, alert_drop, alert_silence, created_at,
      archived_at, events_from
    )
    values (
      ${ownKey}, ${domain}, ${name}, ${hostnames}::text[], ${fields.includeSubdomains},
      ${timeZone}, ${locale}, ${fields.hashMode}, ${fields.respectDnt},
      ${fields.countTestTraffic}, ${fields.countLinks}, ${fields.countForms},
      ${excludedIps}::text[], ${excludedPaths}::text[], ${fields.retentionMonths},
      ${fields.reportEmails}::text[], ${fields.alertSpike}, ${fields.alertDrop},
      ${fields.alertSilence}, ${createdAt}, ${now}, ${eventsFrom}
    )
    on conflict do nothing
    returning id
  `;
  return site ? { id: site.id, key: ownKey, isOwnKey: ownKey === key } : null;
}

/** Whether there is a site of that domain. */
export async function isDomainTaken(tx: Transaction, domain: string): Promise<boolean> {
  return (await tx`select from sites where domain = ${domain} and deleted_at is null`).length > 0;
}

/** Shape: returns how many rows there are more, which is fewer where two were the same. */
export function insertEvents(
  tx: Transaction,
  siteId: number,
  events: readonly MovedEvent[],
): Promise<number> {
  const columns = Object.keys(events[0] ?? {});
  return insertRows(tx, { table: "events", siteId, columns, rows: events });
}

/** The same of a list of a day. */
export function insertList(tx: Transaction, siteId: number, list: MovedList): Promise<number> {
  const columns = ["day", "dimension", "value", ...figureColumns];
  return insertRows(tx, { table: "daily_lists", siteId, columns, rows: [list] });
}

interface Rows {
  table: "events" | "daily_lists";
  siteId: number;
  columns: string[];
  rows: readonly object[];
}

async function insertRows(tx: Transaction, { table, siteId, columns, rows }: Rows) {
  const names = tx(columns);
  const inserted = await tx`
    insert into ${tx(table)} as stored (site_id, ${names})
    select ${siteId}, ${names}
    from jsonb_populate_recordset(null::${tx(table)}, ${tx.json(rows as never)})
    on conflict do nothing
  `;
  return inserted.count;
}

/** The same of the visits of a day, which with that has a version. */
export async function insertVisits(
  tx: Transaction,
  siteId: number,
  { day, segment }: { day: Day; segment: Segment },
): Promise<number> {
  const bytes = await packSegment(segment);
  const inserted = await tx`
    with version as (
      insert into day_versions (site_id, day, version)
      values (${siteId}, ${day}, (date_part('epoch', clock_timestamp()) * 1000000)::bigint)
      on conflict do nothing
      returning site_id, day, version
    )
    insert into day_segments (site_id, day, version, bytes)
    select site_id, day, version, ${bytes}
    from version
  `;
  return inserted.count;
}

/** Leaves the rest, counting the events, to the task that is begun with the commit; see the jobs. */
export async function insertTask(
  tx: Transaction,
  of: { site: MadeSite; domain: string; isArchived: boolean; after: object; now: Date },
): Promise<void> {
  // A site that was archived stays so.
  const kind = of.isArchived ? "rebuild" : "import";
  await tx`
    insert into site_tasks (site_id, kind, created_at) values (${of.site.id}, ${kind}, ${of.now})
  `;
  await tx`
    insert into audit_logs (at, action, subject, after)
    values (${of.now}, 'site.import', ${of.domain}, ${tx.json(of.after as never)})
  `;
}
