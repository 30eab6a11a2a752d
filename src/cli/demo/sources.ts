import type { PageKind } from "./pages.ts";
import type { Weighted } from "./random.ts";

/** Where a visit came from, as the collector would have stored it. */
export interface Origin {
  channel: string;
  source: string;
  referrer: string;
  utm_source: string;
  utm_medium: string;
  utm_campaign: string;
  utm_term: string;
  utm_content: string;
  /** What kind of page such visits begin on. */
  entry: Weighted<PageKind>;
}

const toReading: Weighted<PageKind> = [
  ["post", 62],
  ["home", 14],
  ["product", 15],
  ["shop", 4],
  ["info", 5],
];
const toShopping: Weighted<PageKind> = [
  ["home", 44],
  ["shop", 20],
  ["product", 22],
  ["info", 11],
  ["post", 3],
];
const toOffer: Weighted<PageKind> = [
  ["shop", 45],
  ["product", 45],
  ["home", 10],
];

function origin(fields: Partial<Origin> & Pick<Origin, "channel">): Origin {
  return {
    source: "",
    referrer: "",
    utm_source: "",
    utm_medium: "",
    utm_campaign: "",
    utm_term: "",
    utm_content: "",
    entry: toShopping,
    ...fields,
  };
}

const search = (source: string, host: string) =>
  origin({ channel: "search", source, referrer: `https://${host}/`, entry: toReading });
const social = (source: string, referrer: string) =>
  origin({ channel: "social", source, referrer, entry: toReading });
const referral = (host: string, path = "/", entry = toShopping) =>
  origin({ channel: "referral", source: host, referrer: `https://${host}${path}`, entry });

/** Typed in, bookmarked, or from an app that does not say. */
export const direct = origin({ channel: "direct" });

/** Where visits of an ordinary day come from. */
export const everyday: Weighted<Origin> = [
  [direct, 31],
  [search("Google", "www.google.com"), 34],
  [search("Bing", "www.bing.com"), 3.4],
  [search("DuckDuckGo", "duckduckgo.com"), 3],
  [search("Ecosia", "www.ecosia.org"), 1.8],
  [search("Qwant", "www.qwant.com"), 0.8],
  [social("Instagram", "https://l.instagram.com/"), 6],
  [social("Facebook", "https://www.facebook.com/"), 3.5],
  [social("Pinterest", "https://www.pinterest.com/"), 1.9],
  [social("YouTube", "https://www.youtube.com/"), 1.2],
  [social("Reddit", "https://www.reddit.com/r/Coffee/"), 1.2],
  [social("LinkedIn", "https://www.linkedin.com/"), 0.6],
  [referral("coffee-map.example", "/lyon"), 2.4],
  [referral("slow-mornings.example", "/best-roasters", toOffer), 1.7],
  [referral("barista-forum.example", "/t/grinders", toReading), 1.3],
  [referral("lyon-guide.example", "/cafes"), 1],
  [referral("gift-ideas.example", "/food", toOffer), 0.8],
];

/** Something that made a day unlike the others. */
export interface Occasion {
  origin: Origin;
  /** How many visits it brought, as a share of an ordinary day's. */
  share: number;
}

const newsletter = (month: string) =>
  origin({
    channel: "email",
    source: "newsletter",
    utm_source: "newsletter",
    utm_medium: "email",
    utm_campaign: `letter-${month}`,
    entry: toOffer,
  });
const advert = (campaign: string, content: string, term: string) =>
  origin({
    channel: "paid",
    source: "Google",
    referrer: "https://www.google.com/",
    utm_source: "google",
    utm_medium: "cpc",
    utm_campaign: campaign,
    utm_content: content,
    utm_term: term,
    entry: toOffer,
  });
const viral = origin({
  channel: "social",
  source: "Hacker News",
  referrer: "https://news.ycombinator.com/",
  entry: [["post", 1]],
});
const praised = referral("weekend-paper.example", "/food/roasters", toShopping);

/**
 * What happened on a day, by the calendar and by how long ago it was: a letter on each second
 * Thursday of a month and its echo, a campaign in spring and one before Christmas, an article that
 * half the world read, and one in a newspaper.
 */
export function occasionsOn(day: string, daysAgo: number): Occasion[] {
  const date = new Date(`${day}T00:00:00Z`);
  const [month, dayOfMonth] = [date.getUTCMonth() + 1, date.getUTCDate()];
  const sinceLetter = dayOfMonth - (8 + ((4 - weekdayOf(date, 8) + 7) % 7));
  const letter = [0.55, 0.22, 0.09, 0.04][sinceLetter] ?? 0;
  const article = [2.6, 1.3, 0.5, 0.2, 0.1][131 - daysAgo] ?? 0;
  const paper = [0.9, 0.7, 0.3, 0.15][47 - daysAgo] ?? 0;
  const spring = month === 4 && dayOfMonth <= 21 ? 0.09 : 0;
  const christmas = (month === 11 && dayOfMonth >= 24) || (month === 12 && dayOfMonth <= 20);
  const gifts = christmas ? 0.08 : 0;
  return [
    { origin: newsletter(day.slice(0, 7)), share: letter },
    { origin: viral, share: article },
    { origin: praised, share: paper },
    { origin: advert("spring", "photo", "fresh coffee"), share: spring },
    { origin: advert("spring", "text", "coffee beans"), share: spring / 2 },
    { origin: advert("gifts", "photo", "coffee gift"), share: gifts },
    { origin: advert("gifts", "text", "coffee subscription"), share: gifts / 2 },
  ].filter((occasion) => occasion.share > 0);
}

/** The weekday of one day of the date's month; 0 is Sunday. */
function weekdayOf(date: Date, dayOfMonth: number): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), dayOfMonth)).getUTCDay();
}
