import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import type { Connection, Sql } from "#src/db/client.ts";
import { assetPath } from "#src/lib/assets.ts";
import { createBareDatabase } from "./database.ts";
import { createFolder } from "./folder.ts";

// Databases of earlier versions: the tables as they were after so many migrations, made by drizzle
// as the versions of that time made them.

/** Opens a plain client, for what is no concern of ours. */
export function openPlain(connection: Connection): Sql {
  const options = { max: 1, onnotice: () => {} };
  return typeof connection === "string"
    ? postgres(connection, options)
    : postgres({ ...connection, ...options });
}

/** A database without tables, a client of it, and a folder. */
export interface BareStage {
  connection: Connection;
  sql: Sql;
  folder: string;
  close(): Promise<void>;
}

export async function openBareStage(): Promise<BareStage> {
  const { connection, drop } = await createBareDatabase();
  const sql = openPlain(connection);
  const folder = createFolder("bare");
  return {
    ...{ connection, sql, folder: folder.path },
    close: async () => {
      await sql.end();
      await drop();
      folder.remove();
    },
  };
}

/** Brings a database without tables to the version of the first migrations, and makes months. */
export async function makePast(
  connection: Connection,
  count: number,
  months: readonly string[],
): Promise<void> {
  const folder = createFolder("past");
  const sql = openPlain(connection);
  try {
    cpSync(assetPath("drizzle"), folder.path, { recursive: true });
    const path = join(folder.path, "meta/_journal.json");
    const journal = JSON.parse(readFileSync(path, "utf8")) as { entries: unknown[] };
    writeFileSync(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, count) }));
    await migrate(drizzle(sql), { migrationsFolder: folder.path });
    for (const month of months)
      for (const table of ["events", "visits"])
        await sql.unsafe(`
          create table ${table}_${month.slice(0, 7).replace("-", "_")} partition of ${table}
          for values from ('${month}') to ('${month}'::date + interval '1 month')
        `);
  } finally {
    await sql.end();
    folder.remove();
  }
}

/** A table with the columns that it has. */
interface Shape {
  table: string;
  columns: string[];
  identity: string | null;
}

/** The tables of a database, those that others refer to first. */
export async function readShapes(sql: Sql): Promise<Shape[]> {
  return await sql<Shape[]>`
    select relname as table, array_agg(attname::text order by attnum) as columns,
           max(attname) filter (where attidentity <> '') as identity
    from pg_class
    join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
    group by pg_class.oid
    order by exists (select from pg_constraint where contype = 'f' and conrelid = pg_class.oid),
             relname
  `;
}

/** The rows of a table as far as these columns tell, as text, in order. */
export async function readRows(sql: Sql, { table, columns }: Shape): Promise<string[]> {
  const rows = await sql<{ line: string }[]>`
    select to_jsonb(one)::text collate "C" as line
    from (select ${sql(columns)} from ${sql(table)}) one
    order by 1
  `;
  return rows.map(({ line }) => line);
}

/** Fills a database of an earlier version with what it would have held of one of today. */
export async function fillPast(past: Sql, today: Sql): Promise<void> {
  const known = new Map((await readShapes(today)).map((shape) => [shape.table, shape.columns]));
  // Once a table, now a view of the same rows.
  known.set("daily", ["site_id", "day", "dimension", "value", "visitors", "visits", "pageviews"]);
  known.get("daily")?.push("bounces", "engaged_ms", "events", "scroll");
  for (const { table, columns, identity } of await readShapes(past)) {
    const shared = columns.filter((column) => known.get(table)?.includes(column));
    const rows = await readRows(today, { table, columns: shared, identity });
    await past`
      insert into ${past(table)} (${past(shared)}) overriding system value
      select ${past(shared)}
      from jsonb_populate_recordset(null::${past(table)}, ${`[${rows.join()}]`}::text::jsonb)
    `;
    if (identity)
      await past`
        select setval(pg_get_serial_sequence(${table}, ${identity}), max(${past(identity)}))
        from ${past(table)}
      `;
  }
}
