import { type Dimension, isDimension } from "./dimensions.ts";

/** How a filter compares. Contains is without regard to case, in every script. */
export const operators = ["is", "is-not", "contains", "contains-not"] as const;

export type Operator = (typeof operators)[number];

/**
 * What visits have to match.
 * Shape: `dimension` is a breakdown, or `prop:` and the key of an event's property. One of the
 * `values` is enough; for the operators with "not" none may match. A visit has a page, an event or
 * a property when any of its pages or events has it.
 */
export interface Filter {
  dimension: Dimension | `prop:${string}`;
  operator: Operator;
  values: readonly string[];
}

const filtersMax = 10;
const valuesMax = 20;
/** No text that is stored has more than 600 characters, of at most two units each. */
const lengthMax = 1_200;
const propMark = "prop:";

/**
 * Reads the filters of a URL, each `dimension:operator:value|value`, such as `country:is:FR|BE`. A
 * backslash takes the meaning from what follows it. What makes no sense is left out.
 */
export function parseFilters(texts: readonly string[]): Filter[] {
  const filters = texts.map(parseFilter).filter((filter) => filter !== null);
  // The same twice is once.
  const unique = new Map(filters.map((filter) => [formatFilter(filter), filter]));
  return [...unique.values()].slice(0, filtersMax);
}

function parseFilter(text: string): Filter | null {
  const [name = "", operator = "", ...rest] = splitAt(text, ":", 3);
  const dimension = parseDimension(unquote(name));
  const known = operators.find((one) => one === operator);
  if (!dimension || !known || rest.length !== 1) return null;
  // No text that is stored has a NUL, and PostgreSQL refuses to look for one.
  if (text.includes("\0")) return null;
  const values = splitAt(rest[0] ?? "", "|").map(unquote);
  if (values.length > valuesMax || values.some((value) => value.length > lengthMax)) return null;
  // Everything contains nothing.
  if (known.startsWith("contains") && values.includes("")) return null;
  return { dimension, operator: known, values: [...new Set(values)] };
}

function parseDimension(name: string): Filter["dimension"] | null {
  if (isDimension(name)) return name;
  return name.startsWith(propMark) && name.length > propMark.length
    ? (name as `prop:${string}`)
    : null;
}

/** The text that `parseFilters` reads the same filter from. */
export function formatFilter({ dimension, operator, values }: Filter): string {
  return `${quote(dimension)}:${operator}:${values.map(quote).join("|")}`;
}

function quote(text: string): string {
  return text.replace(/[\\:|]/g, "\\$&");
}

function unquote(text: string): string {
  return text.replace(/\\(.)/gs, "$1");
}

/** Splits at a sign that no backslash precedes; the last of at most `max` parts keeps the rest. */
function splitAt(text: string, sign: string, max = Number.POSITIVE_INFINITY): string[] {
  const parts = [""];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === sign && parts.length < max) {
      parts.push("");
      continue;
    }
    const length = text[at] === "\\" ? 2 : 1;
    parts[parts.length - 1] += text.slice(at, at + length);
    at += length - 1;
  }
  return parts;
}

/** The key of the property that a filter is about; null for all others. */
export function propertyOf({ dimension }: Filter): string | null {
  return dimension.startsWith(propMark) ? dimension.slice(propMark.length) : null;
}
