import type { Sql } from "#src/db/client.ts";
import { readJournal } from "#src/db/journal.ts";
import { ownNames } from "#src/db/own-names.ts";
import type { Manifest } from "./format.ts";

/** What no backup holds, and why. */
export const leftOut: Readonly<Record<string, string>> = {
  salts: "With a salt a visitor could be found again; it never leaves the database.",
  sessions: "Whoever was signed in signs in again.",
  password_reset_tokens: "A link that was used or ended since would open again.",
  sign_in_failures: "They are of the last minutes.",
};

/** What there is to copy, as the database's own catalogue tells it. */
export interface Source extends Pick<Manifest, "identities" | "migrations" | "months"> {
  tables: SourceTable[];
}

/** A table with the parts that hold its rows: itself, or its partitions. */
export interface SourceTable {
  name: string;
  columns: string[];
  parts: { name: string; blocks: number }[];
}

/** Reads what the tables of this database are; none when it was never migrated. */
export async function readSource(sql: Sql): Promise<Source> {
  const tables = inOrder(await readTables(sql), await readReferences(sql));
  return {
    tables,
    identities: await readIdentities(sql, tables),
    migrations: await readJournal(sql),
    months: monthsOf(tables.flatMap(({ parts }) => parts.map(({ name }) => name))),
  };
}

async function readTables(sql: Sql): Promise<SourceTable[]> {
  const names = ownNames().tables.filter((name) => !(name in leftOut));
  return await sql<SourceTable[]>`
    select relname as name, columns.names as columns, parts.list as parts
    from pg_class
    cross join lateral (
      select array_agg(attname::text order by attnum) as names
      from pg_attribute
      where attrelid = pg_class.oid and attnum > 0 and not attisdropped and attgenerated = ''
    ) columns
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object(
               'name', part.oid::regclass::text,
               'blocks', pg_relation_size(part.oid) / current_setting('block_size')::int
             ) order by part.relname), '[]') as list
      from pg_class part
      where part.oid in (
        select relid from pg_partition_tree(pg_class.oid) where isleaf
        union
        select pg_class.oid where pg_class.relkind = 'r'
      )
    ) parts
    where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
      and not relispartition and relname = any(${names})
    order by relname
  `;
}

async function readReferences(sql: Sql): Promise<{ from: string; to: string }[]> {
  return await sql<{ from: string; to: string }[]>`
    select referring.relname as from, referred.relname as to
    from pg_constraint
    join pg_class referring on referring.oid = conrelid
    join pg_class referred on referred.oid = confrelid
    where contype = 'f' and connamespace = current_schema()::regnamespace and conrelid <> confrelid
  `;
}

/** Each table after those that it refers to. */
function inOrder(tables: SourceTable[], references: { from: string; to: string }[]) {
  const placed: SourceTable[] = [];
  let left = tables;
  while (left.length > 0) {
    const waits = (name: string) =>
      references.some(({ from, to }) => from === name && left.some((other) => other.name === to));
    const [ready, rest] = [left.filter((t) => !waits(t.name)), left.filter((t) => waits(t.name))];
    if (ready.length === 0) throw new Error("tables refer to each other in a circle");
    placed.push(...ready);
    left = rest;
  }
  return placed;
}

async function readIdentities(sql: Sql, tables: SourceTable[]): Promise<Manifest["identities"]> {
  return await sql<Manifest["identities"]>`
    select relname as table, attname as column,
           pg_sequence_last_value(
             pg_get_serial_sequence(pg_class.oid::regclass::text, attname)::regclass
           )::text as last
    from pg_class
    join pg_attribute on attrelid = pg_class.oid
    where relnamespace = current_schema()::regnamespace and attidentity <> '' and not attisdropped
      and relname = any(${tables.map(({ name }) => name)})
    order by relname, attnum
  `;
}

function monthsOf(partitions: string[]): Manifest["months"] {
  const months = partitions.flatMap((name) => {
    const [, year, month] = /_(\d{4})_(\d{2})$/.exec(name) ?? [];
    return year ? [`${year}-${month}-01`] : [];
  });
  const [from, to] = [months.toSorted()[0], months.toSorted().at(-1)];
  return from && to ? { from, to } : null;
}
