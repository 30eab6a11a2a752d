import type { Sql } from "#src/db/client.ts";
import type { List } from "#src/stats/count.ts";
import type { ListOrder } from "#src/stats/list-order.ts";
import { type ListRow, type Panel, readReport } from "#src/stats/report.ts";
import type { Scope } from "#src/stats/scope.ts";

/** A part of lists, in an order of one's choice; by default the values with most visitors first. */
interface Part {
  scope: Scope;
  limit: number;
  order?: Omit<ListOrder, "limit">;
}

/** The values of one list. */
export async function readBreakdown(
  sql: Sql,
  { dimension, ...part }: Part & { dimension: List },
): Promise<ListRow[]> {
  const panels = await readPanels(sql, { ...part, dimensions: [dimension] });
  return panels[dimension]?.rows ?? [];
}

/** The values of several lists, in one question. */
export async function readPanels<L extends List>(
  sql: Sql,
  { scope, dimensions, ...part }: Part & { dimensions: readonly L[] },
): Promise<Record<L, Panel>> {
  const { panels } = await readReport(sql, scope, { lists: dimensions, grain: "day", ...part });
  return Object.fromEntries(panels) as Record<L, Panel>;
}
