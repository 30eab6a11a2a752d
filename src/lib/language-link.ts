import { type Locale, parseLocale } from "./locale.ts";

// A stranger has no account that would remember a language, so a link and a form of a public page
// hand on the one that its address asks for.

/** The address of the same page in a language. Shape: `here` is its path and query. */
export function inLanguage(here: string, locale: Locale): string {
  const { path, params } = partsOf(here);
  params.set("lang", locale);
  return `${path}?${params}`;
}

/** A link that keeps the language which the page's own address asks for, if it does. */
export function keepLanguage(link: string, here: string): string {
  const asked = parseLocale(partsOf(here).params.get("lang"));
  return asked ? inLanguage(link, asked) : link;
}

/** A question mark may stand in the query as well: `/docs?q=what?&lang=fr`. */
function partsOf(address: string) {
  const [path = "", ...queries] = address.split("?");
  return { path, params: new URLSearchParams(queries.join("?")) };
}
