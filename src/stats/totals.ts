import type { Sql } from "#src/db/client.ts";
import { type Figures, noFigures, sumOfFigures } from "./figures.ts";
import { remember } from "./remember.ts";
import { rowsOf, type Scope } from "./scope.ts";

/** The figures of all visits of a scope. */
export type Totals = Figures;

/** The totals of a scope. */
export async function readTotals(sql: Sql, scope: Scope): Promise<Totals> {
  return remember(sql, scope, ["totals"], async () => {
    const [totals] = await sql<Totals[]>`
      select ${sumOfFigures(sql)}
      from (${rowsOf(sql, scope, ["total"])}) row
    `;
    return totals ?? noFigures;
  });
}

/** The totals of a scope, and of the same at the time that it is compared with. */
export async function readPair(
  sql: Sql,
  scope: Scope,
  comparison: Scope["range"] | null,
): Promise<{ current: Totals; previous: Totals | null }> {
  const [current, previous] = await Promise.all([
    readTotals(sql, scope),
    comparison && readTotals(sql, { ...scope, range: comparison }),
  ]);
  return { current, previous };
}
