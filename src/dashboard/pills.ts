import { type Filter, formatFilter } from "#src/stats/filter.ts";
import type { PillProps } from "#views/dashboard/props.ts";
import { addressOf, type View } from "./view.ts";

/** A view's filters, each with where it is taken away. */
export function pillsOf(domain: string, view: View): PillProps[] {
  const { filters } = view.query;
  return filters.map((filter) => ({
    ...filter,
    href: addressOf(
      domain,
      filteredBy(
        view,
        filters.filter((other) => other !== filter),
      ),
    ),
  }));
}

/** The view of only those who have a value, besides what was filtered already. */
export function withFilter(view: View, dimension: Filter["dimension"], value: string): View {
  const filter: Filter = { dimension, operator: "is", values: [value] };
  const { filters } = view.query;
  const isThere = filters.some((other) => formatFilter(other) === formatFilter(filter));
  return isThere ? view : filteredBy(view, [...filters, filter]);
}

/** The view with other filters. */
export function filteredBy(view: View, filters: readonly Filter[]): View {
  return { ...view, query: { ...view.query, filters } };
}
