import { type Channel, sourceOfHost, sourceOfName } from "./known-sources.ts";
import { maskPersonal } from "./mask.ts";

/** Where a view came from. Shape: the columns of an event's row. */
export interface Source {
  referrer: string;
  source: string;
  channel: Channel;
  utm_source: string;
  utm_medium: string;
  utm_campaign: string;
  utm_term: string;
  utm_content: string;
}

interface Given {
  /** The referrer, without query. */
  referrer: string;
  /** The kept parts of the page's query. */
  query: string;
  /** Whether a host is one of the site's own, from which nobody comes anew. */
  isOwnHost: (host: string) => boolean;
}

const paidMedium =
  /^(cpc|ppc|cpm|cpv|cpa|ads?|adwords|display|banner|retargeting|affiliates?|paid)/;
const emailMedium = /^(e-?mail|mail|newsletter)/;
const socialMedium = /^(social|sm$)/;

/** Tells where a view came from by its referrer and by what the link said of itself. */
export function classifySource({ referrer, query, isOwnHost }: Given): Source {
  const params = new URLSearchParams(query);
  const read = (name: string) => maskPersonal((params.get(name) ?? "").trim());
  const utm = {
    utm_source: read("utm_source"),
    utm_medium: read("utm_medium"),
    utm_campaign: read("utm_campaign"),
    utm_term: read("utm_term"),
    utm_content: read("utm_content"),
  };
  const url = parseReferrer(referrer);
  const foreign = url && !isOwnHost(url.hostname) ? url : null;
  const named = utm.utm_source || read("source") || read("ref");
  const known = named ? sourceOfName(named) : foreign && sourceOfHost(foreign.hostname);
  return {
    referrer: foreign ? describeReferrer(foreign) : "",
    source: known?.name ?? (named || foreign?.hostname.replace(/^www\./, "") || ""),
    channel:
      channelOfMedium(utm.utm_medium.toLowerCase()) ??
      known?.channel ??
      (utm.utm_source || utm.utm_campaign ? "campaign" : undefined) ??
      (named || foreign ? "referral" : "direct"),
    ...utm,
  };
}

function channelOfMedium(medium: string): Channel | undefined {
  if (paidMedium.test(medium)) return "paid";
  if (emailMedium.test(medium)) return "email";
  if (socialMedium.test(medium)) return "social";
  if (medium === "organic") return "search";
  if (medium === "referral") return "referral";
  return undefined;
}

/** Apps of Android send `android-app://com.google.android.gm/`. */
function parseReferrer(referrer: string): URL | null {
  const url = URL.parse(referrer);
  return url && /^(https?|android-app):$/.test(url.protocol) ? url : null;
}

/** Host and path; user, query and fragment stay behind. */
function describeReferrer({ protocol, host, pathname }: URL): string {
  return `${protocol}//${host}${maskPersonal(pathname)}`;
}
