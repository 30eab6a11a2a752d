import { chmodSync } from "node:fs";
import { join } from "node:path";
import type { Sql } from "#src/db/client.ts";
import type { Day } from "#src/lib/time.ts";
import { originDimensions } from "#src/stats/dimensions.ts";
import type { DuckDb } from "./duckdb.ts";

/** The columns of an event as DuckDB keeps them; times are in UTC, for want of a zone. */
const columns = {
  day: "date",
  visitor: "bigint",
  id: "bigint",
  ts: "timestamp",
  last_seen_at: "timestamp",
  kind: "varchar",
  path: "varchar",
  hostname: "varchar",
  name: "varchar",
  target: "varchar",
  props: "varchar",
  engaged_ms: "integer",
  scroll: "smallint",
  ...Object.fromEntries(originDimensions.map((name) => [name, "varchar"])),
};
const names = Object.keys(columns);
/** What an event says of its whole visit: that of the visit's first page. */
const ofVisit = ["hostname", ...originDimensions];

/** A text that no value is; DuckDB would take every empty one for none. */
const none = "\\N";

/**
 * Copies the events of a site into one table, as the products on DuckDB keep them: sorted by day and
 * time, each with its visit, and with what the visit came from and with. That is more than they
 * have, and spares DuckDB to look for a visit's first page. Visits are told apart here anew, by the
 * rules of docs/metrics.md, so that equal figures say something of ours.
 */
export async function loadEvents(
  { sql, siteId }: { sql: Sql; siteId: number },
  duckDb: DuckDb,
  folder: string,
): Promise<void> {
  // PostgreSQL writes the file itself, as the user that it runs as.
  chmodSync(folder, 0o777);
  const csvPath = join(folder, "day.csv");
  const days = await sql<{ day: Day }[]>`
    select day::text from day_versions where site_id = ${siteId} order by day_versions.day
  `;
  await duckDb.run(`create table events (
    visit_id bigint, entry_path varchar, exit_path varchar,
    ${names.map((name) => `${name} ${columns[name as keyof typeof columns]}`).join(", ")}
  )`);
  for (const { day } of days) {
    await writeCsv(sql, { siteId, day, csvPath });
    await duckDb.run(insertion(csvPath));
  }
  await duckDb.run("checkpoint");
  await duckDb.run("analyze");
}

async function writeCsv(sql: Sql, of: { siteId: number; day: Day; csvPath: string }) {
  const selected = names.map((name) =>
    columns[name as keyof typeof columns] === "timestamp" ? `${name} at time zone 'UTC'` : name,
  );
  // COPY takes no parameters; all of these are our own.
  await sql.unsafe(`copy (
    select ${selected.join(", ")} from events
    where site_id = ${of.siteId} and day = '${of.day}'
  ) to '${of.csvPath}' with (format csv, null '${none}')`);
}

/** One day. Visits are numbered by their first event, so that those of one time have like numbers. */
function insertion(csvPath: string): string {
  const types = names.map((name) => `${name}: '${columns[name as keyof typeof columns]}'`);
  const kept = names.map((name) =>
    ofVisit.includes(name) ? `first_value(${name}) over entry as ${name}` : name,
  );
  return `
    insert into events
    with read as (
      select *, row_number() over (order by ts, id) + (select count(*) from events) as number,
             ts - max(greatest(ts, last_seen_at)) over (
               partition by visitor order by ts, id
               rows between unbounded preceding and 1 preceding
             ) > interval 30 minutes as follows_gap
      from read_csv('${csvPath}', header = false, auto_detect = false, nullstr = '${none}',
                    columns = {${types.join(", ")}})
    ),
    numbered as (
      select *, count(*) filter (where follows_gap) over (
               partition by visitor order by ts, id
               rows between unbounded preceding and current row
             ) as visit_no
      from read
    )
    select min(number) over (partition by visitor, visit_no) as visit_id,
           first_value(path) over entry as entry_path,
           last_value(path) over exit as exit_path,
           ${kept.join(", ")}
    from numbered
    window entry as (
             partition by visitor, visit_no order by kind <> 'pageview', ts, id
             rows between unbounded preceding and unbounded following
           ),
           exit as (
             partition by visitor, visit_no order by kind = 'pageview', ts, id
             rows between unbounded preceding and unbounded following
           )
    order by ts, id
  `;
}
