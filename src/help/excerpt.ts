import { foldText } from "#src/lib/fold.ts";

/** A piece of a line; what was searched for is marked. */
export interface Mark {
  text: string;
  isHit: boolean;
}

/** About two lines. */
const lengthMax = 180;
const beforeMax = 60;

/**
 * A line of a text around the first of the words that it has, which are marked; its beginning when
 * it has none of them. Shape: `words` as `wordsIn` gives them.
 */
export function excerptOf(text: string, words: readonly string[]): Mark[] {
  const isWanted = (word: string) => {
    const folded = foldText(word);
    return words.some((wanted) => folded.startsWith(wanted));
  };
  const found = [...text.matchAll(/[\p{L}\p{N}]+/gu)].filter(([word]) => isWanted(word));
  const first = found[0]?.index ?? 0;
  const start = first <= beforeMax ? 0 : wordAfter(text, first - beforeMax);
  const end = text.length - start <= lengthMax ? text.length : wordBefore(text, start + lengthMax);
  const marks: Mark[] = [];
  let at = start;
  for (const { 0: word, index } of found) {
    if (index < at || index + word.length > end) continue;
    marks.push({ text: text.slice(at, index), isHit: false }, { text: word, isHit: true });
    at = index + word.length;
  }
  marks.push({ text: text.slice(at, end), isHit: false });
  if (start > 0) marks.unshift({ text: "… ", isHit: false });
  if (end < text.length) marks.push({ text: " …", isHit: false });
  return marks.filter((mark) => mark.text !== "");
}

/** Where the next word begins; a word without an end is cut. */
function wordAfter(text: string, at: number): number {
  const space = text.indexOf(" ", at);
  return space < 0 || space > at + beforeMax ? at : space + 1;
}

function wordBefore(text: string, at: number): number {
  const space = text.lastIndexOf(" ", at);
  return space < at - beforeMax ? at : space;
}
