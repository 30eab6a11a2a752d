import type { PanelName, PillProps } from "./props.ts";

/** What a list says of each of its values. */
export type ColumnName =
  | "visitors"
  | "visits"
  | "pageviews"
  | "events"
  | "viewsPerVisit"
  | "bounceRate"
  | "duration"
  | "timeOnPage"
  | "scrollDepth"
  | "share"
  | "conversionRate";

export interface ListColumn<Name extends string = ColumnName> {
  name: Name;
  /** The list in the order of the column; null where there is none. */
  href: string | null;
  sort: "ascending" | "descending" | null;
}

export interface ListRowProps {
  value: string;
  /** The dashboard of only those who have the value, and of everybody else. */
  href: string;
  excludeHref: string;
  /** In the order of the columns; null where there is nothing to divide by. */
  cells: (number | null)[];
}

/** One list as a whole. */
export interface ListProps {
  /** What the rows are values of. */
  dimension: string;
  /** The tab that shows the leading values; null when none does. */
  tab: { panel: PanelName; name: string } | null;
  pills: PillProps[];
  clearHref: string;
  search: {
    text: string;
    action: string;
    kept: { name: string; value: string }[];
    /** The same list without the search. */
    clearHref: string;
  };
  head: ListColumn<"value">;
  columns: ListColumn[];
  rows: ListRowProps[];
  /** How many values there are in all, and before the first of the rows. */
  values: number;
  before: number;
  page: number;
  pages: number;
  hrefOf: (page: number) => string;
  dashboardHref: string;
  /** All of the list, in its order, as a file. */
  exportHref: string;
}
