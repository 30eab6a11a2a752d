import type { Sql } from "#src/db/client.ts";
import type { Day } from "#src/lib/time.ts";

// What an export reads, all of it on one connection in one snapshot.

/** Rows that are read at once. */
const eventsMax = 1_000;
const listsMax = 20;
const segmentsMax = 2;

/** Everything that is read from here on is of this moment. */
export async function openSnapshot(connection: Sql): Promise<void> {
  await connection`begin isolation level repeatable read read only`;
  await connection`
    select set_config(name, value, true)
    from (values ('datestyle', 'ISO, MDY'), ('timezone', 'UTC'), ('statement_timeout', '0'),
                 ('idle_in_transaction_session_timeout', '0')) as needed (name, value)
  `;
}

/** Since when the events of a site are kept, and how many of everything there are. */
export async function readExtent(
  connection: Sql,
  siteId: number,
): Promise<{ eventsFrom: Day | null; events: number; finalDays: number }> {
  const [row] = await connection<{ eventsFrom: Day | null; events: number; finalDays: number }[]>`
    select events_from::text as "eventsFrom",
           (
             select count(*)::float8
             from events
             where site_id = sites.id and (events_from is null or day >= events_from)
           ) as events,
           (
             select count(*)::float8
             from day_versions
             where site_id = sites.id and day < events_from
           ) as "finalDays"
    from sites
    where id = ${siteId}
  `;
  return row ?? { eventsFrom: null, events: 0, finalDays: 0 };
}

type Portion = { line: string }[];

/** The lists of the days before one, a line each. */
export function readLists(connection: Sql, siteId: number, before: Day): AsyncIterable<Portion> {
  return connection<Portion>`
    select jsonb_build_object('figures', to_jsonb(list) - 'site_id')::text as line
    from daily_lists list
    where site_id = ${siteId} and day < ${before}
    order by dimension, day
  `.cursor(listsMax);
}

/** The packed visits of the days before one. */
export function readSegments(
  connection: Sql,
  siteId: number,
  before: Day,
): AsyncIterable<{ day: Day; bytes: Uint8Array }[]> {
  return connection<{ day: Day; bytes: Uint8Array }[]>`
    select day_segments.day::text, bytes
    from day_segments
    join day_versions using (site_id, day, version)
    where site_id = ${siteId} and day_segments.day < ${before}
    order by day_segments.day
  `.cursor(segmentsMax);
}

/** The events of a site from a day on, a line each, with every column that there is. */
export function readEvents(
  connection: Sql,
  siteId: number,
  from: Day | null,
): AsyncIterable<Portion> {
  return connection<Portion>`
    select jsonb_build_object(
             'event',
             to_jsonb(event) - 'site_id'
               -- JSON's numbers have 53 bits.
               || jsonb_build_object('visitor', visitor::text, 'id', id::text)
           )::text as line
    from events event
    where site_id = ${siteId} and ${from ? connection`day >= ${from}` : connection`true`}
    order by site_id, day, visitor, id
  `.cursor(eventsMax);
}
