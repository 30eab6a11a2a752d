import type { List } from "#src/stats/count.ts";
import { actionDimensions } from "#src/stats/dimensions.ts";
import type { Figures } from "#src/stats/figures.ts";
import type { ListOrder } from "#src/stats/list-order.ts";
import type { ColumnName } from "#views/dashboard/list-props.ts";

type Order = ListOrder["by"];

const ofVisits = ["visitors", "visits", "pageviews", "viewsPerVisit", "bounceRate", "duration"];
const ofPages = ["visitors", "visits", "pageviews", "bounceRate", "timeOnPage", "scrollDepth"];
const ofActions = ["visitors", "events", "conversionRate"];

/** The columns of a list, after that of its values. */
export function columnsOf(list: List): ColumnName[] {
  if (list === "path") return [...ofPages, "share"] as ColumnName[];
  const isAction =
    list.startsWith("prop") || actionDimensions.some((dimension) => dimension === list);
  return (isAction ? ofActions : [...ofVisits, "share"]) as ColumnName[];
}

// Values of which people read another name would seem to be in no order at all.
const named: readonly List[] = ["country", "channel", "device", "kind"];

/** What a list is ordered by at a click on the head of a column; null when by nothing. */
export function orderOf(list: List, column: ColumnName | "value"): Order | null {
  if (column === "value") return named.includes(list) ? null : "value";
  // Shares are in the order of the visitors.
  return column === "share" || column === "conversionRate" ? null : column;
}

/** What stands in a column; null where it would be a share of nothing. */
export function cellOf(column: ColumnName, row: Figures, allVisitors: number): number | null {
  const { visitors, visits, pageviews, bounces, engagedMs, events, scroll } = row;
  switch (column) {
    case "visitors":
      return visitors;
    case "visits":
      return visits;
    case "pageviews":
      return pageviews;
    case "events":
      return events;
    case "viewsPerVisit":
      return ratio(pageviews, visits);
    case "bounceRate":
      return ratio(bounces, visits);
    case "duration":
      return ratio(engagedMs, visits);
    case "timeOnPage":
      return ratio(engagedMs, pageviews);
    case "scrollDepth":
      return ratio(scroll / 100, visits);
    case "share":
    case "conversionRate":
      return ratio(visitors, allVisitors);
  }
}

function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
