import { foldText } from "#src/lib/fold.ts";
import type { HelpPage, HelpSection } from "./pages.ts";

/** A section that has every word that was searched for. */
export interface Hit {
  page: HelpPage;
  section: HelpSection;
}

interface Entry extends Hit {
  /** Words as the search compares them, each after a space. */
  title: string;
  heading: string;
  text: string;
}

const wordsMax = 8;
const hitsMax = 20;
/** A page that has a word everywhere leaves room for the others. */
const hitsOfPageMax = 3;

const weights = { title: 100, heading: 10, wholeHeading: 5, text: 1 } as const;

const entries = new WeakMap<readonly HelpPage[], Entry[]>();

/**
 * The sections in which every word occurs, the best first: a word counts most in a title, less in a
 * heading, least in a text; a heading that says nothing else comes before others. A word is found by
 * its beginning, accents and capitals or not.
 */
export function searchHelp(pages: readonly HelpPage[], text: string): Hit[] {
  const words = wordsIn(text).slice(0, wordsMax);
  if (words.length === 0) return [];
  const ofPage = new Map<HelpPage, number>();
  return entriesOf(pages)
    .map((entry) => ({ entry, score: scoreOf(entry, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ entry }) => entry)
    .filter(({ page }) => {
      const before = ofPage.get(page) ?? 0;
      ofPage.set(page, before + 1);
      return before < hitsOfPageMax;
    })
    .slice(0, hitsMax);
}

/** What a search looks for. */
export function wordsIn(text: string): string[] {
  return foldText(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

/** 0 when a word is missing. The title is that of every section, but is none's own but the first's. */
function scoreOf({ title, heading, text, section }: Entry, words: readonly string[]): number {
  let score = 0;
  let hasOwn = false;
  if (isWhole(heading, words)) score += weights.wholeHeading;
  for (const word of words) {
    const isIn = (words: string) => words.includes(` ${word}`);
    const isOwn = isIn(heading) || isIn(text);
    if (!isOwn && !isIn(title)) return 0;
    hasOwn ||= isOwn;
    if (section.id === "" && isIn(title)) score += weights.title;
    else score += isIn(heading) ? weights.heading : weights.text;
  }
  return hasOwn ? score : 0;
}

function isWhole(heading: string, words: readonly string[]): boolean {
  return heading
    .split(" ")
    .every((own) => own === "" || words.some((word) => own.startsWith(word)));
}

function entriesOf(pages: readonly HelpPage[]): Entry[] {
  let found = entries.get(pages);
  if (!found) {
    found = pages.flatMap((page) => page.sections.map((section) => entryOf(page, section)));
    entries.set(pages, found);
  }
  return found;
}

function entryOf(page: HelpPage, section: HelpSection): Entry {
  const folded = (text: string) => ` ${wordsIn(text.replace(/\{\{.*?\}\}/g, " ")).join(" ")}`;
  return {
    ...{ page, section, title: folded(page.title) },
    ...{ heading: folded(section.heading), text: folded(section.text) },
  };
}
