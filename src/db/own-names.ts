import type { Sql } from "./client.ts";
import { readMigrations } from "./migrations.ts";
import type { Transaction } from "./transaction.ts";

/** Names that any version of ours has ever given to something in its schema. */
interface OwnNames {
  tables: string[];
  functions: string[];
}

/**
 * What in a schema is ours, told by the migrations; all of them, unless some are given. Others may
 * have things beside it, which are never touched.
 * Shape: views are among the tables; partitions are not told, they go with theirs.
 */
export function ownNames(migrations = readMigrations()): OwnNames {
  const text = migrations.flatMap(({ statements }) => statements).join("\n");
  const named = (what: string) => [
    ...new Set(
      [
        ...text.matchAll(
          new RegExp(`^create (?:or replace )?(?:${what}) (?:if not exists )?(\\w+)`, "gim"),
        ),
      ].map((match) => match[1] ?? ""),
    ),
  ];
  return {
    tables: named("table|unlogged table|view|materialized view"),
    functions: named("function"),
  };
}

/** Something in the schema. Shape: `name` is quoted where that is needed. */
interface Named {
  name: string;
  kind: "view" | "materialized view" | "table" | "function";
}

/** What the schema has of these names, whoever made it. */
export async function findNamed(
  sql: Sql | Transaction,
  { tables, functions }: OwnNames,
): Promise<Named[]> {
  return await sql<Named[]>`
    select quote_ident(relname) as name,
           case relkind when 'v' then 'view' when 'm' then 'materialized view' else 'table' end
             as kind
    from pg_class
    where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p', 'v', 'm')
      and not relispartition and relname = any(${tables})
    union all
    select oid::regprocedure::text, 'function'
    from pg_proc
    where pronamespace = current_schema()::regnamespace and proname = any(${functions})
    order by 1
  `;
}
