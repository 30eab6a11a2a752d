import { isInRange, parseIp } from "#src/lib/ip.ts";
import type { CollectSite } from "#src/sites/directory.ts";
import { matchesPath } from "#src/sites/exclusions.ts";
import type { DropReason } from "./drop-reason.ts";
import { isOwnHost } from "./hosts.ts";
import { bodyMaxBytes, parsePayload } from "./payload.ts";
import { memoBySite } from "./site-memo.ts";
import type { Step } from "./step.ts";

const originsMax = 100;

/** Before any work is spent: what cannot be stored soon is refused at once. */
export const dropWhileOverloaded: Step = (_hit, { refusal }) => refusal();

/** So many messages in ten seconds of an address, as configured; a site's own server knows. */
export const dropOverRate: Step = ({ arrival }, { takeTurn }) =>
  arrival.serverEventId !== null || takeTurn(arrival.ip, arrival.at.getTime())
    ? null
    : "rate_limited";

/** By what the request says of itself; what it hid is found when the body is read. */
export const dropTooLarge: Step = ({ arrival }) =>
  arrival.saidBytes > bodyMaxBytes ? "too_large" : null;

/** Finds the site, from memory as a rule. */
export const dropUnknownSite: Step = (hit, { directory }) => {
  const judge = (site: CollectSite | null): DropReason | null => {
    if (!site) return "unknown_site";
    hit.site = site;
    return null;
  };
  const found = directory.find(hit.arrival.key);
  return found instanceof Promise ? found.then(judge) : judge(found);
};

/**
 * The script sends an empty body by itself, so that one more is counted who has asked; this is also
 * for a script that a cache has kept.
 */
export const dropDoNotTrack: Step = ({ site, arrival }) =>
  site.respectDnt && arrival.asksNotToTrack ? "do_not_track" : null;

/** The owner's own office, for example. */
export const dropExcludedIp: Step = ({ site, arrival }) => {
  if (site.excludedIps.length === 0) return null;
  const ip = parseIp(arrival.ip);
  return ip && site.excludedIps.some((range) => isInRange(ip, range)) ? "excluded_ip" : null;
};

/** Programs that say what they are, and those that say nothing. */
export const dropBot: Step = ({ arrival }, { readAgent }) =>
  readAgent(arrival.userAgent).isBot ? "bot" : null;

/**
 * Only the site's own pages may speak for it. Browsers send the Origin with every POST; who sends
 * none is no browser, or has a proxy that removes it, and is judged by the page alone. A file or a
 * frame without an origin of its own says `null`.
 */
export const dropForeignOrigin: Step = ({ site, arrival }) =>
  arrival.origin === null || isOwnOrigin(site, arrival.origin) ? null : "foreign_origin";

const isOwnOrigin = memoBySite(originsMax, (site, origin) => {
  const host = origin === "null" ? "" : URL.parse(origin)?.hostname;
  return host !== undefined && isOwnHost(site, host);
});

/** Reads the body. */
export const dropMalformed: Step = async (hit) => {
  const body = await hit.arrival.readBody();
  hit.bytes = Buffer.byteLength(body);
  if (hit.bytes > bodyMaxBytes) return "too_large";
  // Some proxies remove the header that the script has seen.
  if (body === "" && hit.site.respectDnt) return "do_not_track";
  const payload = parsePayload(body);
  if (!payload.ok) return payload.why;
  hit.message = payload.message;
  return null;
};

/**
 * A page of another site, such as one that copied the snippet with everything else. A page that
 * gives its own address may leave out its host.
 */
export const dropForeignPage: Step = (hit) => {
  const { u } = hit.message;
  const page = u.startsWith("/") ? URL.parse(u, hit.arrival.origin ?? undefined) : URL.parse(u);
  if (!page) return "malformed";
  if (!/^(https?|file):$/.test(page.protocol)) return "foreign_page";
  if (!isOwnHost(hit.site, page.hostname)) return "foreign_page";
  hit.page = page;
  return null;
};

/** By the path as it would be stored, so that a pattern is written as the dashboard shows the page. */
export const dropExcludedPath: Step = ({ site, view }) =>
  site.excludedPaths.some((pattern) => matchesPath(pattern, view.path)) ? "excluded_path" : null;
