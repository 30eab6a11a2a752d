import type { Sql } from "#src/db/client.ts";

/** A row of `events` as it is stored. Shape: the text of each column, by its name; empty for null. */
export type StoredRow = Record<string, string>;

/**
 * The newest view of a site with every column that the table has, whatever a migration adds; null
 * while there is none. Only its newest day is read: 0.2 s where that day has a million views.
 */
export async function readNewestView(sql: Sql, siteId: number): Promise<StoredRow | null> {
  const columns = await sql<{ name: string; value: string | null }[]>`
    with newest_day as (
      select day
      from events
      where site_id = ${siteId} and kind = 'pageview'
      order by events.day desc
      limit 1
    ),
    newest as (
      select *
      from events
      where site_id = ${siteId} and kind = 'pageview' and day = (select day from newest_day)
      order by ts desc, visitor, id
      limit 1
    )
    select stored.key as name, stored.value
    from newest, jsonb_each_text(to_jsonb(newest)) as stored
  `;
  if (columns.length === 0) return null;
  return Object.fromEntries(columns.map(({ name, value }) => [name, value ?? ""]));
}
