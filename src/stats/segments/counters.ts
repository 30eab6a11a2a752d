import { conversionKinds } from "#src/stats/acts.ts";
import { placeOf, rowShift } from "#src/stats/tally.ts";
import type { ActValues } from "./acts.ts";
import type { Segment, Texts } from "./segment.ts";

// The loops that a filtered page consists of: some 10 ns for each visit, page or act and list. Each
// returns a row of sums for each value; the rows are good until the next loop is run.

const { visitors, visits, pageviews, bounces, engagedMs, events, scroll } = placeOf;
/** The place of a row that no figure has: the visitor counted last in it, plus one. */
const lastPerson = 7;

let scratch = new Float64Array(1 << 14);

function clearedSums(rows: number): Float64Array {
  const size = rows << rowShift;
  if (size > scratch.length) scratch = new Float64Array(2 * size);
  return scratch.subarray(0, size).fill(0);
}

/** Visits come in the order of their visitors, so one that was counted was counted last. */
function addVisitor(sums: Float64Array, row: number, person: number): void {
  if (sums[row + lastPerson] === person + 1) return;
  sums[row + lastPerson] = person + 1;
  sums[row + visitors]! += 1;
}

/** The figures of selected visits by a column of which each visit has one value. */
export function countVisits(
  { numbers }: Segment,
  selected: Uint32Array,
  { values, codes }: Pick<Texts, "values" | "codes">,
): Float64Array {
  const sums = clearedSums(values.length);
  const { person, pageviews: views, events: others, engagedMs: spent } = numbers;
  const isOne = codes.length === 0;
  for (let at = 0; at < selected.length; at++) {
    const visit = selected[at]!;
    const row = isOne ? 0 : codes[visit]! << rowShift;
    addVisitor(sums, row, person[visit]!);
    sums[row + visits]! += 1;
    sums[row + pageviews]! += views[visit]!;
    if (views[visit] === 1 && others[visit] === 0) sums[row + bounces]! += 1;
    sums[row + engagedMs]! += spent[visit]!;
    sums[row + events]! += others[visit]!;
  }
  return sums;
}

/** The figures of the pages of selected visits: time, depth and events are those of the page. */
export function countPages({ numbers, texts }: Segment, selected: Uint32Array): Float64Array {
  const { values, codes } = texts.path;
  const sums = clearedSums(values.length);
  const { person, pagesEnd, views, spentMs, scroll: depth, did } = numbers;
  const isOne = codes.length === 0;
  for (let at = 0; at < selected.length; at++) {
    const visit = selected[at]!;
    const isBounce = numbers.pageviews[visit] === 1 && numbers.events[visit] === 0;
    const end = pagesEnd[visit]!;
    for (let page = visit === 0 ? 0 : pagesEnd[visit - 1]!; page < end; page++) {
      const row = isOne ? 0 : codes[page]! << rowShift;
      addVisitor(sums, row, person[visit]!);
      sums[row + visits]! += 1;
      sums[row + pageviews]! += views[page]!;
      if (isBounce) sums[row + bounces]! += 1;
      sums[row + engagedMs]! += spentMs[page]!;
      sums[row + events]! += did[page]!;
      sums[row + scroll]! += depth[page]!;
    }
  }
  return sums;
}

/** What was done in selected visits: visitors, visits and how often. */
export function countActs(
  { numbers }: Segment,
  selected: Uint32Array,
  { values, of }: ActValues,
): Float64Array {
  const sums = clearedSums(values.length);
  const lastVisit = new Uint32Array(values.length);
  const { person, actsEnd } = numbers;
  for (const visit of selected) {
    const end = actsEnd[visit]!;
    for (let act = visit === 0 ? 0 : actsEnd[visit - 1]!; act < end; act++)
      for (const value of of(act)) {
        const row = value << rowShift;
        addVisitor(sums, row, person[visit]!);
        sums[row + events]! += 1;
        if (lastVisit[value] === visit + 1) continue;
        lastVisit[value] = visit + 1;
        sums[row + visits]! += 1;
      }
  }
  return sums;
}

/**
 * Stretches of a day.
 * Shape: `of` gives for each minute from the segment's base its stretch; `isLasting` says that a
 * visit counts in each stretch from its first to its last sign of life, and not in its first alone.
 */
export interface Stretches {
  labels: readonly string[];
  of: Uint16Array;
  isLasting: boolean;
}

/**
 * The figures of selected visits by stretches of the day: visits and visitors where the visit began,
 * pageviews and events where they happened. What comes after the last stretch counts in it.
 */
export function countStretches(
  { numbers }: Segment,
  selected: Uint32Array,
  { labels, of, isLasting }: Stretches,
): Float64Array {
  const sums = clearedSums(labels.length);
  const last = of.length - 1;
  const rowOf = (minute: number) => of[Math.min(minute, last)]! << rowShift;
  const { person, began, seen, minutesEnd, minute, minuteViews, minuteEvents } = numbers;
  const step = 1 << rowShift;
  for (const visit of selected) {
    const row = rowOf(Math.floor(began[visit]! / 60));
    const lastRow = isLasting ? rowOf(Math.floor(seen[visit]! / 60)) : row;
    for (let during = row; during <= lastRow; during += step) {
      addVisitor(sums, during, person[visit]!);
      sums[during + visits]! += 1;
    }
    if (numbers.pageviews[visit] === 1 && numbers.events[visit] === 0) sums[row + bounces]! += 1;
    sums[row + engagedMs]! += numbers.engagedMs[visit]!;
    const end = minutesEnd[visit]!;
    for (let at = visit === 0 ? 0 : minutesEnd[visit - 1]!; at < end; at++) {
      const then = rowOf(minute[at]!);
      sums[then + pageviews]! += minuteViews[at]!;
      sums[then + events]! += minuteEvents[at]!;
    }
  }
  return sums;
}

/** The visitors of selected visits by the stretch of the day in which their visits began. */
export function countBegun(
  { numbers }: Segment,
  selected: Uint32Array,
  { labels, of }: Stretches,
): Float64Array {
  const sums = new Float64Array(labels.length);
  const lastPerson = new Int32Array(labels.length).fill(-1);
  const last = of.length - 1;
  const { person, began } = numbers;
  for (const visit of selected) {
    const stretch = of[Math.min(Math.floor(began[visit]! / 60), last)]!;
    if (lastPerson[stretch] === person[visit]) continue;
    lastPerson[stretch] = person[visit]!;
    sums[stretch]! += 1;
  }
  return sums;
}

/**
 * How often a conversion was done in selected visits: by stretches of the day, or in all of it. A
 * visit's acts and its minutes both stand in the order in which they happened, so that the minutes,
 * which know how many acts each has, say when an act was.
 */
export function countConversions(
  { numbers, texts }: Segment,
  selected: Uint32Array,
  stretches: Stretches | null,
): Float64Array {
  const sums = new Float64Array(stretches?.labels.length ?? 1);
  const last = (stretches?.of.length ?? 0) - 1;
  const { actsEnd, minutesEnd, minute, minuteEvents } = numbers;
  const { values, codes } = texts.kind;
  const counts = values.map((kind) => conversionKinds.includes(kind));
  for (const visit of selected) {
    const end = actsEnd[visit]!;
    let at = visit === 0 ? 0 : minutesEnd[visit - 1]!;
    let left = minuteEvents[at] ?? 0;
    for (let act = visit === 0 ? 0 : actsEnd[visit - 1]!; act < end; act++) {
      while (left === 0 && at < minutesEnd[visit]!) left = minuteEvents[++at] ?? 0;
      left -= 1;
      if (!counts[codes[act] ?? 0]) continue;
      sums[stretches ? stretches.of[Math.min(minute[at] ?? 0, last)]! : 0]! += 1;
    }
  }
  return sums;
}
