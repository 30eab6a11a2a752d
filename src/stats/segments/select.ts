import { type Filter, propertyOf } from "#src/stats/filter.ts";
import { propertyIn } from "./acts.ts";
import type { Ints, Segment, TextColumn, Texts } from "./segment.ts";

/** The visits that pass all filters, in order, by their places in the segment. */
export function selectVisits(
  segment: Segment,
  filters: readonly Filter[],
  since: Date | null = null,
): Uint32Array {
  const isOut = new Uint8Array(segment.visits);
  for (const filter of filters) {
    const has = visitsWith(segment, filter);
    const wanted = filter.operator.endsWith("not") ? 0 : 1;
    for (let visit = 0; visit < has.length; visit++) if (has[visit] !== wanted) isOut[visit] = 1;
  }
  if (since) {
    const { seen } = segment.numbers;
    const sinceSeconds = (since.getTime() - segment.base) / 1_000;
    for (let visit = 0; visit < isOut.length; visit++)
      if ((seen[visit] ?? 0) < sinceSeconds) isOut[visit] = 1;
  }
  const selected = new Uint32Array(isOut.length);
  let count = 0;
  for (let visit = 0; visit < isOut.length; visit++)
    if (isOut[visit] === 0) selected[count++] = visit;
  return selected.subarray(0, count);
}

/** For each visit whether it has one of a filter's values, or contains one. */
function visitsWith(segment: Segment, filter: Filter): Uint8Array {
  const { texts, numbers } = segment;
  const property = propertyOf(filter);
  const matches = matcherOf(filter);
  if (property !== null) {
    const flags = flagsOf(texts.props, (json) => {
      const value = propertyIn(json, property);
      return value !== null && matches(value);
    });
    return visitsOfRows(segment, numbers.actsEnd, texts.props.codes, flags);
  }
  const column = filter.dimension as TextColumn;
  // An act without a name or a target has none, rather than an empty one.
  const isAct = column === "kind" || column === "event" || column === "target";
  const flags = flagsOf(texts[column], (value) => !(isAct && value === "") && matches(value));
  const { codes } = texts[column];
  if (isAct) return visitsOfRows(segment, numbers.actsEnd, codes, flags);
  if (column === "path") return visitsOfRows(segment, numbers.pagesEnd, codes, flags);
  return visitsOfValues(segment, codes, flags);
}

/** Contains is without regard to case, in every script. */
function matcherOf({ operator, values }: Filter): (value: string) => boolean {
  if (operator.startsWith("is")) return (value) => values.includes(value);
  const wanted = values.map((value) => value.toLowerCase());
  return (value) => {
    const own = value.toLowerCase();
    return wanted.some((part) => own.includes(part));
  };
}

function flagsOf({ values }: Texts, matches: (value: string) => boolean): Uint8Array {
  return Uint8Array.from(values, (value) => (matches(value) ? 1 : 0));
}

function visitsOfValues({ visits }: Segment, codes: Ints, flags: Uint8Array): Uint8Array {
  const has = new Uint8Array(visits);
  if (codes.length === 0) return has.fill(flags[0] ?? 0);
  for (let visit = 0; visit < visits; visit++) has[visit] = flags[codes[visit] ?? 0] ?? 0;
  return has;
}

/** The visits any of whose rows, which end at `ends`, is flagged. */
function visitsOfRows({ visits }: Segment, ends: Ints, codes: Ints, flags: Uint8Array): Uint8Array {
  const has = new Uint8Array(visits);
  let row = 0;
  for (let visit = 0; visit < visits; visit++)
    for (const end = ends[visit] ?? 0; row < end; row++)
      if (flags[codes.length === 0 ? 0 : (codes[row] ?? 0)] === 1) has[visit] = 1;
  return has;
}
