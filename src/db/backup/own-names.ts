import { readMigrations } from "#src/db/migrations.ts";

/** Names that any version of ours has ever given to something in its schema. */
interface OwnNames {
  tables: string[];
  functions: string[];
}

/**
 * What in a schema is ours, told by the migrations. Others may have things beside it, which are
 * never touched. Shape: views are among the tables; partitions are not told, they go with theirs.
 */
export function ownNames(): OwnNames {
  const text = readMigrations()
    .flatMap(({ statements }) => statements)
    .join("\n");
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
