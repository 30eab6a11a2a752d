import type { Sql } from "#src/db/client.ts";
import type { Figures } from "./figures.ts";
import { readReport } from "./report.ts";
import type { Scope } from "./scope.ts";

/** The figures of all visits of a scope. */
export async function readTotals(sql: Sql, scope: Scope): Promise<Figures> {
  const { totals } = await readReport(sql, scope, { lists: [], grain: "day", limit: 0 });
  return totals;
}
