import { type Filter, formatFilter } from "#src/stats/filter.ts";
import { filteredBy } from "./pills.ts";
import { addressOf, type View } from "./view.ts";

type Dimension = Filter["dimension"];

// As many as a filter may have: see filter.ts.
const valuesMax = 20;

/** The view of everybody but those who have a value; one filter names all that are excluded. */
export function withoutValue(view: View, dimension: Dimension, value: string): View {
  const { filters } = view.query;
  const isAsked = formatFilter({ dimension, operator: "is", values: [value] });
  const kept = filters.filter((filter) => formatFilter(filter) !== isAsked);
  const open = kept.find(
    (filter) =>
      filter.dimension === dimension &&
      filter.operator === "is-not" &&
      filter.values.length < valuesMax,
  );
  const values = [...new Set([...(open?.values ?? []), value])];
  const excluding: Filter = { dimension, operator: "is-not", values };
  return filteredBy(view, [...kept.filter((filter) => filter !== open), excluding]);
}

const mark = "EXCLUDED-VALUE";

/** Finds where the values of a list are excluded. */
export function excluderOf(
  domain: string,
  view: View,
): (dimension: Dimension, value: string) => string {
  const addresses = new Map<Dimension, string>();
  return (dimension, value) => {
    // Where one is asked for already, it has to go from the filters.
    const isAsked = view.query.filters.some(
      (filter) => filter.dimension === dimension && filter.operator === "is",
    );
    if (isAsked) return addressOf(domain, withoutValue(view, dimension, value));
    // One address for all rows of a list, since making one takes 13 µs.
    const address =
      addresses.get(dimension) ?? addressOf(domain, withoutValue(view, dimension, mark));
    addresses.set(dimension, address);
    return address.replace(mark, () => encoded(value));
  };
}

/** A value as it stands in the filter of an address. */
function encoded(value: string): string {
  const filter = formatFilter({ dimension: "path", operator: "is", values: [value] });
  return new URLSearchParams([["", filter.slice("path:is:".length)]]).toString().slice(1);
}
