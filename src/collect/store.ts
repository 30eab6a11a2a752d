import type { Sql } from "#src/db/client.ts";
import { type EventRow, mergeRows } from "./event-row.ts";

/** What PostgreSQL calls the columns; instants travel as seconds and become timestamps there. */
const types: Record<keyof EventRow, ColumnType> = {
  site_id: "integer",
  day: "date",
  visitor: "bigint",
  id: "bigint",
  ts: "double precision",
  last_seen_at: "double precision",
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

/** Properties may be none; a null of theirs is one. */
function filledUp(column: keyof EventRow, array = ""): string {
  return column === "props" ? column : `coalesce(${column}, (${array})[1]) as ${column}`;
}

function isInstant(column: keyof EventRow): boolean {
  return types[column] === "double precision";
}

type ColumnType =
  | "integer"
  | "bigint"
  | "smallint"
  | "date"
  | "double precision"
  | "text"
  | "jsonb";

const columns = Object.keys(types) as (keyof EventRow)[];
const arrays = columns.map((column, at) => `$${at + 1}::${types[column]}[]`);

// One array a column: whatever the size of the batch, it is the same prepared statement. Its text
// is made once, of nothing but the names above. Where all rows have the same value the array holds
// it once: `unnest` fills up with nulls, for which the first element stands.
const statement = `
  with counted as materialized (
    select id
    from sites
    where id = any (${arrays[columns.indexOf("site_id")]}) and deleted_at is null
    for key share
  ),
  given as (
    select ${columns.map((name, at) => filledUp(name, arrays[at])).join(", ")}
    from unnest(${arrays.join(", ")}) as given (${columns.join(", ")})
  ),
  written as (
    insert into events as stored (${columns.join(", ")})
    select ${columns.map((name) => (isInstant(name) ? `to_timestamp(${name})` : name)).join(", ")}
    from given
    where site_id in (select id from counted)
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

/**
 * Stores rows and puts the visitor-days that they changed into the outbox, in one statement: an
 * event can never be stored and not counted. The row of a view takes the earliest start, the
 * longest engagement and the newest scroll depth; an event that is there already stays as it is.
 * So any order and any number of repetitions end in the same rows, and what changes nothing wakes
 * nobody.
 *
 * Of a site that is deleted nothing is stored, however long its events have waited in a spool. The
 * statement holds the rows of its sites, for which their deletion waits: see sites/life-store.ts.
 */
export async function storeRows(sql: Sql, rows: readonly EventRow[]): Promise<void> {
  const merged = mergeByKey(rows);
  const texts = columns.map((column) => arrayText(column, merged));
  await sql.unsafe(statement, texts, { prepare: true });
}

/** A statement may touch a row once, so the rows of one key become one. */
function mergeByKey(rows: readonly EventRow[]): EventRow[] {
  const merged = new Map<string, EventRow>();
  for (const row of rows) {
    // The visitor's key is one of the site and the day.
    const key = `${row.visitor} ${row.id}`;
    const known = merged.get(key);
    merged.set(key, known ? mergeRows(known, row) : row);
  }
  return [...merged.values()];
}

/** The column whose array says how many rows there are; no two of them are equal in it. */
const fullColumn = "id";

/**
 * A column as the text of an array, such as `{1,2}` or `{"a","say \\"b\\""}`: the driver takes it as it
 * is, and would need three times as long to write its own.
 */
function arrayText(column: keyof EventRow, all: readonly EventRow[]): string {
  const first = all[0]?.[column];
  const isShort = column !== fullColumn && (column !== "props" || first === null);
  const isSame = isShort && all.every((row) => row[column] === first);
  const rows = isSame ? all.slice(0, 1) : all;
  switch (types[column]) {
    case "integer":
    case "bigint":
    case "smallint":
    case "date":
      return `{${rows.map((row) => row[column]).join(",")}}`;
    case "double precision":
      return `{${rows.map((row) => Number(row[column]) / 1_000).join(",")}}`;
    case "text":
    case "jsonb":
      return `{${rows.map((row) => quote(row[column])).join(",")}}`;
  }
}

function quote(value: string | number | null): string {
  if (value === null) return "null";
  const text = String(value);
  return text.includes('"') || text.includes("\\")
    ? `"${text.replace(/["\\]/g, "\\$&")}"`
    : `"${text}"`;
}
