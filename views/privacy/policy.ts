import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

/** What a site has set that its privacy policy has to say. */
export interface PolicySettings {
  domain: string;
  /** The host of this server. */
  host: string;
  /** How many months are kept besides the current one; 0 is all of them. */
  months: number;
  /** The same of single rows, where they go before what was computed from them; else null. */
  rowMonths: number | null;
  respectDnt: boolean;
  /** Whether what follows # is a page of the site, as a link to opt out would then be. */
  hashMode: boolean;
  countLinks: boolean;
  countForms: boolean;
  /** Whether the geo database knows more than countries. */
  knowsCities: boolean;
}

/** The text for a site's own policy, in either language, whatever the reader's. */
export function policyText(locale: Locale, settings: PolicySettings): string {
  const { text } = messagesFor(locale).privacy;
  const { domain, host, respectDnt, hashMode, countLinks, countForms, knowsCities } = settings;
  const stored = [
    text.stored({ place: knowsCities ? text.city : text.country }),
    countLinks && text.links,
    countForms && text.forms,
    // Who marks a button or sends an event has it counted, whatever the settings are.
    text.events,
  ];
  const object = hashMode ? text.objectByButton : text.object({ href: optOutAddress(domain) });
  const paragraphs = [
    [text.title],
    [text.what({ domain, host }), text.cookies],
    stored,
    [text.key, ...keptText(locale, settings)],
    [respectDnt && text.dnt, object],
    [text.rights],
  ];
  return paragraphs.map((sentences) => sentences.filter(Boolean).join(" ")).join("\n\n");
}

function keptText(locale: Locale, { months, rowMonths }: PolicySettings) {
  const { text } = messagesFor(locale).privacy;
  const kept = months === 0 ? text.ever : text.months({ count: months });
  return [kept, rowMonths !== null && text.rows({ count: rowMonths })];
}

/** Where a visitor opts out, on any page of the site that has the script. */
function optOutAddress(domain: string): string {
  return `https://${domain}/#tracker-off`;
}
