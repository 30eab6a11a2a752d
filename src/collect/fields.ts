import { dayIn } from "#src/lib/time.ts";
import { classifyAction, readPath } from "./action.ts";
import type { DropReason } from "./drop-reason.ts";
import { isOwnHost } from "./hosts.ts";
import { memoBySite } from "./site-memo.ts";
import { classifySource } from "./source.ts";
import type { Step } from "./step.ts";
import type { Keep } from "./variety.ts";
import { viewId, visitorKey } from "./visitor.ts";

const sourcesMax = 1_000;

/**
 * The view's start is our clock less the view's age, so a browser's clock is never believed; with
 * the start go the day and, by its salt, the visitor. Nobody was engaged longer than the view is
 * old.
 */
export const putTime: Step = ({ view, site, message, arrival }) => {
  const now = arrival.at.getTime();
  view.site_id = site.id;
  view.id = viewId(message.i);
  view.ts = now - message.a;
  view.day = dayIn(site.timeZone, new Date(view.ts));
  view.last_seen_at = now;
  view.seq = message.k;
  view.engaged_ms = Math.min(message.e, message.a);
  view.scroll = message.y;
  return null;
};

/** The only use of address and user agent together; drops a view whose day has no salt any more. */
export const putVisitor: Step = ({ view, site, arrival }, { salts }) => {
  const put = (salt: Uint8Array | null): DropReason | null => {
    if (!salt) return "too_old";
    const { ip, userAgent } = arrival;
    view.visitor = visitorKey({ salt, siteId: site.id, ip, userAgent });
    return null;
  };
  const salt = salts.find(site, view.day, arrival.at);
  return salt instanceof Promise ? salt.then(put) : put(salt);
};

/** Host and path, with what may point to a person masked; the fragment only in hash mode. */
export const putPage: Step = ({ view, site, page }) => {
  view.hostname = page.hostname;
  view.path = readPath(page);
  // The folders of a file on somebody's machine tell their name.
  if (page.protocol === "file:") view.path = view.path.replace(/^.*\//, "/");
  if (site.hashMode) {
    const [route = ""] = page.hash.split("?", 1);
    view.path += readPath({ pathname: route });
  }
  return null;
};

/** Referrer, source, channel and campaign. */
export const putSource: Step = ({ view, site, message }) => {
  // Control characters are gone by now, so a line break tells the two apart.
  Object.assign(view, sourceOf(site, `${message.r}\n${message.q}`));
  return null;
};

const sourceOf = memoBySite(sourcesMax, (site, text) => {
  const [referrer = "", query = ""] = text.split("\n");
  return classifySource({ referrer, query, isOwnHost: (host) => isOwnHost(site, host) });
});

/** Country, and region and city when the database has them. */
export const putPlace: Step = ({ view, arrival }, { findPlace }) => {
  Object.assign(view, findPlace(arrival.ip));
  return null;
};

/** Device, browser and system. */
export const putDevice: Step = ({ view, arrival }, { readAgent }) => {
  Object.assign(view, readAgent(arrival.userAgent).device);
  return null;
};

/** The first language that the browser asks for, without its country: `fr-CH, en;q=0.8` is `fr`. */
export const putLanguage: Step = ({ view, arrival }) => {
  view.language = /^\s*([a-z]{2,3})(?![a-z])/i.exec(arrival.languages)?.[1]?.toLowerCase() ?? "";
  return null;
};

/** What else happened: a click, a form, an event of the page's own. */
export const putAction: Step = (hit) => {
  hit.action = classifyAction(hit.message, hit.site);
  return null;
};

/** What is one value too many for its site and day is counted together with all that follow. */
export const putOther: Step = ({ view, action }, { keepKnown }) => {
  const keep = keepKnown(view.site_id, view.day);
  view.path = keep("path", view.path);
  if (!action) return null;
  action.name = keep("event", action.name);
  if (action.props) action.props = keepKeys(action.props, keep);
  return null;
};

function keepKeys(props: string, keep: Keep): string {
  const entries = Object.entries(JSON.parse(props) as Record<string, unknown>);
  return JSON.stringify(
    Object.fromEntries(entries.map(([key, of]) => [keep("property", key), of])),
  );
}
