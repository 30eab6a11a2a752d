import type { Page } from "playwright-core";
import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

// What stands on a page in another language than the page's.

type Leaf = string | ((words: Record<string, unknown>) => string);

/** Short words that nearly every sentence of a language has, and none of the other. */
const usual: Record<Locale, RegExp> = {
  en: /(?<![\p{L}’'.-])(the|your|with|this|and|are|have|was)(?![\p{L}’'.-])/iu,
  fr: /(?<![\p{L}’'.-])(les|votre|avec|cette|dans|pour|est|une|du)(?![\p{L}’'.-])/iu,
};
/** Where a message is filled in, as no message says it itself. */
const gap = "\u0000";
/** A message that is hardly more than what is filled in says nothing of its language. */
const lettersMin = 6;

interface Catalogue {
  texts: Set<string>;
  patterns: RegExp[];
}

const catalogues: Record<Locale, Catalogue> = { en: readCatalogue("en"), fr: readCatalogue("fr") };

function leavesOf(node: object): Leaf[] {
  return Object.values(node).flatMap((value) =>
    typeof value === "object" ? leavesOf(value as object) : [value as Leaf],
  );
}

function readCatalogue(locale: Locale): Catalogue {
  const texts = new Set<string>();
  const patterns: RegExp[] = [];
  for (const leaf of leavesOf(messagesFor(locale)))
    if (typeof leaf === "string") texts.add(tidy(leaf));
    else for (const text of fillIn(leaf)) patterns.push(patternOf(text));
  return { texts, patterns: patterns.filter(({ source }) => lettersIn(source) >= lettersMin) };
}

/** A message with gaps, in the singular and the plural. */
function fillIn(leaf: Exclude<Leaf, string>): string[] {
  return [1, 2].map((count) =>
    leaf(new Proxy({}, { get: (_, name) => (name === "count" ? count : gap) })),
  );
}

function patternOf(text: string): RegExp {
  const parts = tidy(text).split(gap);
  return new RegExp(`^${parts.map((part) => RegExp.escape(part)).join(".+")}$`, "u");
}

function lettersIn(source: string): number {
  return source.replace(/\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\P{L}/gu, "").length;
}

/** Spaces of French are no difference: what is a line break in HTML is a space. */
function tidy(text: string): string {
  return text.replace(/[\s\u00a0\u202f]+/g, " ").trim();
}

const isIn = ({ texts, patterns }: Catalogue, text: string) =>
  texts.has(text) || patterns.some((pattern) => pattern.test(text));

/**
 * Every text of a page in a language that is not said in it. The prose of the help is not of the
 * catalogue, and names what other programs write on their buttons.
 */
export async function untranslatedOn(page: Page, locale: Locale): Promise<string[]> {
  const other = locale === "en" ? "fr" : "en";
  const texts = new Set((await page.evaluate(readTexts)).map(tidy));
  return [...texts].filter(
    (text) =>
      !isIn(catalogues[locale], text) && (isIn(catalogues[other], text) || usual[other].test(text)),
  );
}

/** What a page says to who reads it or has it read: not code, and not what says its own language. */
function readTexts(): string[] {
  const { lang } = document.documentElement;
  const isOwn = (element: Element | null) =>
    !element?.closest(`.prose, pre, code, script, style, [lang]:not([lang=${lang}])`);
  const found = [document.title];
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (nodes.nextNode())
    if (isOwn(nodes.currentNode.parentElement)) found.push(nodes.currentNode.textContent ?? "");
  for (const name of ["aria-label", "title", "placeholder", "alt", "label"])
    for (const element of document.querySelectorAll(`[${name}]`))
      if (isOwn(element)) found.push(element.getAttribute(name) ?? "");
  return found.filter((text) => text.trim() !== "");
}
