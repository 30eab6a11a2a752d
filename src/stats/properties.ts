import type { Sql } from "#src/db/client.ts";
import type { Figures } from "./figures.ts";
import { readReport } from "./report.ts";
import type { Scope } from "./scope.ts";

/** A value that events had in a property. Shape: of the figures only three are not 0. */
export interface PropertyRow extends Pick<Figures, "visitors" | "visits" | "events"> {
  key: string;
  value: string;
}

/** The properties of the events with a name and their values, the most frequent visitors' first. */
export async function readProperties(
  sql: Sql,
  { scope, event, limit }: { scope: Scope; event: string; limit: number },
): Promise<PropertyRow[]> {
  const list = `props:${event}` as const;
  const { panels } = await readReport(sql, scope, { lists: [list], grain: "day", limit });
  return (panels.get(list)?.rows ?? []).map(({ value: pair, visitors, visits, events }) => {
    const [key = "", value = ""] = pair.split("\0");
    return { key, value, visitors, visits, events };
  });
}
