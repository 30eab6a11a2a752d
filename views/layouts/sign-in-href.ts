import { keepLanguage } from "#src/lib/language-link.ts";

/** The sign-in, and from there back to this page. Shape: `here` is its path and query. */
export function signInHref(here: string): string {
  return keepLanguage(`/sign-in?next=${encodeURIComponent(here)}`, here);
}
