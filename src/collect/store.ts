import type { Sql } from "#src/db/client.ts";
import { type EventRow, mergeRows } from "./event-row.ts";

/**
 * Stores rows and puts the visitor-days that they changed into the outbox, in one statement: an
 * event can never be stored and not counted. The row of a view takes the earliest start, the
 * longest engagement and the newest scroll depth; an event that is there already stays as it is.
 * So any order and any number of repetitions end in the same rows, and what changes nothing wakes
 * nobody.
 */
export async function storeRows(sql: Sql, rows: readonly EventRow[]): Promise<void> {
  const merged = mergeByKey(rows);
  const columns = sql(Object.keys(casts));
  await sql`
    with given as (
      select *
      from unnest(${arraysOf(sql, merged)}) as given (${columns})
    ),
    written as (
      insert into events as stored (${columns})
      select ${columns}
      from given
      -- Two servers that store rows of the same views take their locks in the same order.
      order by site_id, day, visitor, id
      on conflict (site_id, day, visitor, id) do update
      set ts = least(stored.ts, excluded.ts),
          last_seen_at = greatest(stored.last_seen_at, excluded.last_seen_at),
          seq = greatest(stored.seq, excluded.seq),
          engaged_ms = greatest(stored.engaged_ms, excluded.engaged_ms),
          scroll = case
            when excluded.seq > stored.seq then excluded.scroll
            when excluded.seq = stored.seq then greatest(stored.scroll, excluded.scroll)
            else stored.scroll
          end
      where stored.kind = 'pageview'
        and (excluded.ts < stored.ts
          or excluded.last_seen_at > stored.last_seen_at
          or excluded.seq > stored.seq
          or excluded.engaged_ms > stored.engaged_ms
          or (excluded.seq = stored.seq and excluded.scroll > stored.scroll))
      returning site_id, day, visitor
    )
    insert into pending (site_id, day, visitor)
    select distinct site_id, day, visitor
    from written
  `;
}

/** A statement may touch a row once, so the rows of one key become one. */
function mergeByKey(rows: readonly EventRow[]): EventRow[] {
  const merged = new Map<string, EventRow>();
  for (const row of rows) {
    const key = `${row.site_id} ${row.day} ${row.visitor} ${row.id}`;
    const known = merged.get(key);
    merged.set(key, known ? mergeRows(known, row) : row);
  }
  return [...merged.values()];
}

type Cast = "integer" | "bigint" | "smallint" | "date" | "timestamptz" | "text" | "jsonb";

const casts: Record<keyof EventRow, Cast> = {
  site_id: "integer",
  day: "date",
  visitor: "bigint",
  id: "bigint",
  ts: "timestamptz",
  last_seen_at: "timestamptz",
  seq: "integer",
  kind: "text",
  path: "text",
  hostname: "text",
  name: "text",
  target: "text",
  props: "jsonb",
  engaged_ms: "integer",
  scroll: "smallint",
  referrer: "text",
  source: "text",
  channel: "text",
  utm_source: "text",
  utm_medium: "text",
  utm_campaign: "text",
  utm_term: "text",
  utm_content: "text",
  country: "text",
  region: "text",
  city: "text",
  device: "text",
  browser: "text",
  browser_version: "text",
  os: "text",
  os_version: "text",
  language: "text",
  screen: "text",
};

/**
 * One array a column. Each is sent as text and cast by the server, so that no driver's idea of a
 * type stands between; whatever the size of the batch, it is the same prepared statement.
 */
function arraysOf(sql: Sql, rows: readonly EventRow[]) {
  const fragments = Object.entries(casts).map(([column, cast]) => {
    const values = rows.map((row) => textOf(row[column as keyof EventRow], cast));
    return castArray(sql, values, cast);
  });
  return fragments.reduce((before, next) => sql`${before}, ${next}`);
}

function castArray(sql: Sql, values: (string | null)[], cast: Cast) {
  const texts = sql`${values}::text[]`;
  switch (cast) {
    case "text":
      return texts;
    case "integer":
      return sql`(${texts})::integer[]`;
    case "bigint":
      return sql`(${texts})::bigint[]`;
    case "smallint":
      return sql`(${texts})::smallint[]`;
    case "date":
      return sql`(${texts})::date[]`;
    case "timestamptz":
      return sql`(${texts})::timestamptz[]`;
    case "jsonb":
      return sql`(${texts})::jsonb[]`;
  }
}

function textOf(value: string | number | null, cast: Cast): string | null {
  if (cast === "timestamptz") return new Date(Number(value)).toISOString();
  return value === null ? null : String(value);
}
