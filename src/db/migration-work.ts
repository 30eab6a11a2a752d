import type { Sql } from "./client.ts";
import type { Migration } from "./migrations.ts";

// How long migrations take is told by what they do to tables that hold much already. That is read
// off their statements; where these do not tell, the file does, in a line such as
// `-- rewrites: events, visits` (or `reads`, `indexes`; `nothing` for none).

const ways = ["reads", "indexes", "rewrites"] as const;
type Way = (typeof ways)[number];

/** What a migration does to one table, the dearest thing. */
export interface TableWork {
  table: string;
  way: Way;
}

/** The same with the size of the table. Units: bytes, of its rows and of its indexes. */
export interface SizedWork extends TableWork {
  rowBytes: number;
  indexBytes: number;
}

/** What the work costs. Units: ms; bytes that are needed besides until it is done. */
export interface WorkEstimate {
  durationMs: number;
  diskBytes: number;
}

const patterns: readonly [RegExp, Way][] = [
  [/^create (?:unique )?index \w+ on (?:only )?(\w+)/, "indexes"],
  [/^alter table (\w+) .*\b(?:add primary key|add (?:constraint \w+ )?unique)\b/, "indexes"],
  [/^alter table (\w+) .*\b(?:check|references|set not null)\b/, "reads"],
  // What a default is computed anew for, each row has to be given: `now()` is the same for all.
  [/^alter table (\w+) .*\bdefault (?!now\()\w+\(/, "rewrites"],
  [/^alter table (\w+) .*\b(?:generated always|type)\b/, "rewrites"],
  [/^update (\w+)/, "rewrites"],
  [/^delete from (\w+)/, "rewrites"],
];

/** What a migration does to tables, by its own word or by its statements. */
export function workOf({ statements }: Pick<Migration, "statements">): TableWork[] {
  const found = new Map<string, Way>();
  const add = (table: string, way: Way) => {
    if (ways.indexOf(way) > ways.indexOf(found.get(table) ?? "reads") || !found.has(table))
      found.set(table, way);
  };
  for (const statement of statements) {
    for (const [, way, tables = ""] of statement.matchAll(/^-- (reads|indexes|rewrites): (.+)$/gm))
      for (const table of tables.split(/,\s*/)) if (table !== "nothing") add(table, way as Way);
    const text = withoutComments(statement);
    for (const [pattern, way] of patterns) {
      const table = pattern.exec(text)?.[1];
      if (table) add(table, way);
    }
    if (/^(insert into|with) /.test(text))
      for (const [, table = ""] of text.matchAll(/\b(?:from|join) (\w+)/g)) add(table, "reads");
  }
  return [...found].map(([table, way]) => ({ table, way }));
}

/** Whether it cannot be told from a statement what it does: a block of code. */
export function isOpaque(statement: string): boolean {
  return withoutComments(statement).startsWith("do ");
}

function withoutComments(statement: string): string {
  return statement
    .replace(/--[^\n]*/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase();
}

/** Looks up how large the tables of some work are; those that are still to be made are left out. */
export async function sizeWork(sql: Sql, work: readonly TableWork[]): Promise<SizedWork[]> {
  const rows = await sql<{ table: string; rowBytes: number; indexBytes: number }[]>`
    select relname as table, sum(pg_table_size(part))::float8 as "rowBytes",
           sum(pg_indexes_size(part))::float8 as "indexBytes"
    from pg_class
    cross join lateral (
      select relid as part from pg_partition_tree(pg_class.oid)
      union
      select pg_class.oid
    ) parts
    where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
      and relname = any (${work.map(({ table }) => table)})
    group by relname
  `;
  return work.flatMap((item) => {
    const size = rows.find(({ table }) => table === item.table);
    return size ? [{ ...item, ...size }] : [];
  });
}

// Units: bytes in a second. Of 800,000 events (153 MB) the migrations from 0004 on took 3 s on two
// busy cores where these say 8; a small server's disk is slower.
const readRate = 50_000_000;
const writeRate = 10_000_000;
/** An index, or what is made of a table that is read, against the rows themselves. */
const derivedShare = 0.3;

/** Reckons what work costs from the sizes of its tables alone: a guess that a quick disk beats. */
export function estimateWork(work: readonly SizedWork[]): WorkEstimate {
  let [durationMs, diskBytes] = [0, 0];
  for (const { way, rowBytes, indexBytes } of work) {
    const written = way === "rewrites" ? rowBytes + indexBytes : rowBytes * derivedShare;
    durationMs += (rowBytes / readRate + written / writeRate) * 1000;
    // What is written is written to PostgreSQL's own log as well.
    diskBytes += 2 * written;
  }
  return { durationMs, diskBytes };
}
