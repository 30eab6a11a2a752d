import { readFileSync } from "node:fs";
import { assetPath } from "#src/lib/assets.ts";
import type { Locale } from "#src/lib/locale.ts";

/** A page of the help as the build has made it; scripts/prepare/help.ts is where it comes from. */
export interface HelpPage {
  slug: string;
  title: string;
  summary: string;
  /** What stands below the title; `{{domain}}` and the like are still to be filled in. */
  html: string;
  /** The first is what stands above the first heading; its id is empty. */
  sections: readonly HelpSection[];
  /** Whether anything of the reader's own site is filled in. */
  isOfSite: boolean;
}

/** What stands below a heading, as plain text, for the search. */
export interface HelpSection {
  id: string;
  heading: string;
  level: number;
  text: string;
}

const pages = new Map<Locale, readonly HelpPage[]>();

/** Every page of the help in a language, in the order in which to read them. */
export function helpPagesIn(locale: Locale): readonly HelpPage[] {
  let found = pages.get(locale);
  if (!found) {
    const text = readFileSync(assetPath(`help/${locale}.json`), "utf8");
    found = JSON.parse(text) as HelpPage[];
    pages.set(locale, found);
  }
  return found;
}
