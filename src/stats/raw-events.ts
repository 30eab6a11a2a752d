import type { Sql } from "#src/db/client.ts";
import type { DayRange } from "./period.ts";

/** What an export has of an event, in this order. */
export const rawColumns = [
  "day",
  "time",
  "visitor",
  "kind",
  "hostname",
  "path",
  "name",
  "target",
  "props",
  "engaged_ms",
  "scroll",
  "referrer",
  "source",
  "channel",
  "utm_source",
  "utm_medium",
  "utm_campaign",
  "utm_term",
  "utm_content",
  "country",
  "region",
  "city",
  "device",
  "browser",
  "browser_version",
  "os",
  "os_version",
  "language",
] as const;

/** One event. Shape: `time` is UTC in ISO 8601, `visitor` the key of that day, `props` JSON text. */
export type RawEvent = Record<(typeof rawColumns)[number], string | number | null>;

/** Rows that are read at once. */
const portionMax = 2_000;

/**
 * All events of a range, in portions by their primary key: however many there are, the memory holds
 * one portion, and no query lasts long.
 */
export async function* readRawEvents(
  sql: Sql,
  siteId: number,
  range: DayRange,
): AsyncGenerator<RawEvent[]> {
  let after = { day: range.from, visitor: "-9223372036854775808", id: "-9223372036854775808" };
  for (;;) {
    const rows = await sql<(RawEvent & { id: string; key: string })[]>`
      select day::text, to_char(ts at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as time,
             to_hex(visitor) as visitor, kind, hostname, path, name, target, props::text,
             engaged_ms, scroll, referrer, source, channel, utm_source, utm_medium, utm_campaign,
             utm_term, utm_content, country, region, city, device, browser, browser_version, os,
             os_version, language, id::text, events.visitor::text as key
      from events
      where site_id = ${siteId}
        and events.day >= ${after.day}
        and events.day < ${range.to}
        and (events.day, events.visitor, events.id)
          > (${after.day}::date, ${after.visitor}::bigint, ${after.id}::bigint)
      order by site_id, events.day, events.visitor, events.id
      limit ${portionMax}
    `;
    const last = rows.at(-1);
    if (last) yield rows;
    if (!last || rows.length < portionMax) return;
    after = { day: String(last.day), visitor: last.key, id: last.id };
  }
}
