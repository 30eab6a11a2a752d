import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

/** Up to so many sites are found at a glance. */
const glanceMax = 7;

/** Whether a list of so many sites has a field to search it by. */
export function hasSiteSearch(sites: number): boolean {
  return sites > glanceMax;
}

interface SiteSearchProps {
  locale: Locale;
  value?: string;
  /** The field that the key / leads to. */
  isOfPage?: boolean;
  /** It only filters a part of a form that is about more, and which Enter does not send. */
  isInForm?: boolean;
}

/** The field that filters a list of sites as one types; site-list.ts does it. */
export function SiteSearch({ locale, value, isOfPage, isInForm }: SiteSearchProps) {
  const { find } = messagesFor(locale).sites;
  return (
    <input
      type="search"
      class="input site-search"
      name="q"
      value={value}
      maxLength={100}
      placeholder={find}
      aria-label={find}
      autocomplete="off"
      spellcheck={false}
      data-key={isOfPage ? "/" : undefined}
      x-on:input="filter"
      {...(isInForm ? { "x-on:keydown.enter.prevent": "" } : {})}
    />
  );
}
