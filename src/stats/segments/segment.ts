import { originDimensions, visitDimensions } from "#src/stats/dimensions.ts";

/** Whole numbers, as narrow as the largest of them allows. */
export type Ints = Uint8Array | Uint16Array | Uint32Array;

/**
 * A column of texts by a dictionary.
 * Shape: `codes` are places in `values`; without any codes every row has the only value.
 */
export interface Texts {
  values: readonly string[];
  codes: Ints;
}

/**
 * The columns of numbers.
 * Units: `began` and `seen` are seconds from the segment's base, `minute` minutes.
 * Shape: of each visit `person` (its visitor's number among those of the day), `began`, `seen`,
 * `pageviews`, `events`, `engagedMs`, and where its pages, acts and moments end; of each page of a
 * visit `views`, `spentMs`, `scroll` and `did` (events on it); of each minute of a visit in which
 * something happened `minute`, `minuteViews` and `minuteEvents`.
 */
export const numberColumns = [
  "person",
  "began",
  "seen",
  "pageviews",
  "events",
  "engagedMs",
  "pagesEnd",
  "actsEnd",
  "minutesEnd",
  "views",
  "spentMs",
  "scroll",
  "did",
  "minute",
  "minuteViews",
  "minuteEvents",
] as const;

/** The columns of texts: of each visit, of each of its pages, and of each of its acts. */
export const textColumns = [
  ...visitDimensions,
  "path",
  "kind",
  "event",
  "target",
  "props",
] as const;

/** The name of a column of numbers. */
export type NumberColumn = (typeof numberColumns)[number];
/** The name of a column of texts. */
export type TextColumn = (typeof textColumns)[number];

/**
 * The visits of one site's day as columns, in the order of their visitors, so that counting
 * visitors needs no set. Shape: the three columns of minutes are empty unless `hasMinutes`.
 * Units: `base` is an instant in milliseconds, `size` bytes.
 */
export interface Segment {
  base: number;
  visits: number;
  hasMinutes: boolean;
  numbers: Record<NumberColumn, Ints>;
  texts: Record<TextColumn, Texts>;
  size: number;
}

/** The columns of `visits` that are copied as they are. */
export const copiedTexts = ["entry_path", "exit_path", "hostname", ...originDimensions] as const;

/** Numbers as narrow as they go. Errors: none; what is negative counts as 0. */
export function packInts(numbers: readonly number[]): Ints {
  let greatest = 0;
  for (const number of numbers) if (number > greatest) greatest = number;
  const Packed = greatest < 0x100 ? Uint8Array : greatest < 0x10000 ? Uint16Array : Uint32Array;
  const ints = new Packed(numbers.length);
  for (let at = 0; at < numbers.length; at++) ints[at] = Math.max(0, numbers[at] ?? 0);
  return ints;
}

/** Texts by a dictionary of those that there are, in the order in which they come. */
export function packTexts(texts: readonly string[]): Texts {
  const known = new Map<string, number>();
  const codes = texts.map((text) => {
    const code = known.get(text) ?? known.size;
    if (code === known.size) known.set(text, code);
    return code;
  });
  return { values: [...known.keys()], codes: known.size > 1 ? packInts(codes) : new Uint8Array() };
}

/** How much memory columns take. Units: bytes. */
export function sizeOfColumns({ numbers, texts }: Pick<Segment, "numbers" | "texts">): number {
  const columns = Object.values(texts);
  const ints = [...Object.values(numbers), ...columns.map(({ codes }) => codes)];
  const characters = columns.flatMap(({ values }) => values.map(({ length }) => length));
  return (
    ints.reduce((sum, { byteLength }) => sum + byteLength, 0) +
    characters.reduce((sum, length) => sum + 2 * length, 0)
  );
}
