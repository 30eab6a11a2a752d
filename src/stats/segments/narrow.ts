import type { Sql } from "#src/db/client.ts";
import { type VisitDimension, visitDimensions } from "#src/stats/dimensions.ts";
import type { Filter } from "#src/stats/filter.ts";

/** The filters that say which values visits must have: those that an index-like look can apply. */
export function narrowingOf(filters: readonly Filter[]): Filter[] {
  return filters.filter(
    ({ dimension, operator }) =>
      operator === "is" &&
      (dimension === "path" || visitDimensions.includes(dimension as VisitDimension)),
  );
}

/** The condition by which `visits` are left out that no such filter lets pass. */
export function conditionOf(sql: Sql, narrowing: readonly Filter[]) {
  return narrowing
    .map(({ dimension, values }) =>
      dimension === "path"
        ? sql`and paths && ${[...values]}::text[]`
        : sql`and ${sql(dimension)} = any (${[...values]}::text[])`,
    )
    .reduce((before, next) => sql`${before} ${next}`, sql``);
}
