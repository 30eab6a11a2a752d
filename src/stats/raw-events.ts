import type { Sql } from "#src/db/client.ts";
import type { Day } from "#src/lib/time.ts";
import { originDimensions } from "./dimensions.ts";
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
  ...originDimensions,
] as const;

/** Those that are exported as they are stored. */
const plainColumns = rawColumns.filter(
  (name) => !["day", "time", "visitor", "props"].includes(name),
);

/** One event. Shape: `time` is UTC in ISO 8601, `visitor` the key of that day, `props` JSON text. */
export type RawEvent = Record<(typeof rawColumns)[number], string | number | null>;

/** The part of a range whose events are kept. */
export function keptRange(range: DayRange, eventsFrom: Day | null): DayRange {
  if (!eventsFrom || eventsFrom <= range.from) return range;
  return { ...range, from: eventsFrom < range.to ? eventsFrom : range.to };
}

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
             to_hex(visitor) as visitor, ${sql(plainColumns)}, props::text,
             id::text, events.visitor::text as key
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
