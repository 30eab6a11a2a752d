import type { Segment } from "./segment.ts";

/**
 * What acts are told apart by.
 * Shape: `own` gives for each act the places in `values` that it has: none, one or several.
 */
export interface ActValues {
  values: readonly string[];
  of(act: number): readonly number[];
}

/** The value that a property has in the JSON of an event, as text; null when it has none. */
export function propertyIn(json: string, key: string): string | null {
  const props = propertiesOf(json);
  return Object.hasOwn(props, key) ? textOf(props[key]) : null;
}

function propertiesOf(json: string): Record<string, unknown> {
  return json === "" ? {} : (JSON.parse(json) as Record<string, unknown>);
}

function textOf(value: unknown): string | null {
  if (value === null || typeof value === "string") return value;
  return JSON.stringify(value);
}

/** Reads a list of acts: `kind`, `event`, `target`, `prop:KEY` or `props:EVENT`; null of others. */
export function actValuesOf(segment: Segment, list: string): ActValues | null {
  const { texts } = segment;
  if (list === "kind" || list === "event" || list === "target") {
    const { values, codes } = texts[list];
    const own = values.map((value, code) => (value === "" ? [] : [code]));
    return { values, of: (act) => own[codes[act] ?? 0] ?? [] };
  }
  if (list.startsWith("prop:")) {
    const key = list.slice("prop:".length);
    return valuesOfProps(segment, (props) =>
      Object.hasOwn(props, key) ? [textOf(props[key])] : [],
    );
  }
  if (!list.startsWith("props:")) return null;
  const name = texts.event.values.indexOf(list.slice("props:".length));
  const all = valuesOfProps(segment, (props) =>
    Object.entries(props).map(([key, value]) => pairOf(key, textOf(value))),
  );
  const { codes } = texts.event;
  return { ...all, of: (act) => ((codes[act] ?? 0) === name ? all.of(act) : []) };
}

/** A property and its value as one text: neither can hold a NUL, which PostgreSQL cannot store. */
function pairOf(key: string, value: string | null): string | null {
  return value === null ? null : `${key}\0${value}`;
}

function valuesOfProps(
  { texts }: Segment,
  read: (props: Record<string, unknown>) => (string | null)[],
): ActValues {
  const places = new Map<string, number>();
  const own = texts.props.values.map((json) =>
    read(propertiesOf(json))
      .filter((value) => value !== null)
      .map((value) => {
        const place = places.get(value) ?? places.size;
        places.set(value, place);
        return place;
      }),
  );
  const { codes } = texts.props;
  return { values: [...places.keys()], of: (act) => own[codes[act] ?? 0] ?? [] };
}
