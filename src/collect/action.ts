import type { EventKind } from "./event-row.ts";
import { isOwnHost } from "./hosts.ts";
import { maskPersonal } from "./mask.ts";
import type { Message } from "./payload.ts";

/** What happened on a page besides its being viewed. Shape: the columns of an event's row. */
export interface Action {
  kind: Exclude<EventKind, "pageview">;
  name: string;
  target: string;
  props: string | null;
}

type OwnHosts = Parameters<typeof isOwnHost>[0];

const downloads =
  /\.(pdf|docx?|xlsx?|pptx?|od[tsp]|csv|txt|rtf|epub|zip|rar|7z|gz|tgz|tar|dmg|pkg|exe|msi|deb|rpm|apk|iso|mp3|m4a|wav|ogg|flac|mp4|m4v|mov|avi|webm|mkv|key|pages|numbers|ics|vcf|gpx)$/i;

/** What a message tells of besides its view; null for views, beats and clicks that lead nowhere. */
export function classifyAction(message: Message, site: OwnHosts): Action | null {
  const name = maskPersonal(message.n ?? "");
  switch (message.t) {
    case "v":
    case "b":
      return null;
    case "x":
      return { kind: "custom", name, target: "", props: storeProps(message.p) };
    case "f":
      return { kind: "form", name, target: "", props: null };
    case "c":
      return name ? markedClick(name, message.p) : linkClick(message.p, site);
  }
}

/**
 * A click on what carries `data-track`: `cta` is a call to action, `event` an event named by its
 * label, anything else is the event's own name.
 */
function markedClick(mark: string, props: Message["p"]): Action {
  const label = maskPersonal(textOf(props?.label));
  const url = describeLink(URL.parse(textOf(props?.url)));
  const details = storeProps({ ...(label && { label }), ...(url && { url }) });
  if (mark === "cta") return { kind: "cta", name: label || mark, target: "", props: details };
  const name = mark === "event" && label ? label : mark;
  return { kind: "custom", name, target: "", props: details };
}

function linkClick(props: Message["p"], site: OwnHosts): Action | null {
  const url = URL.parse(textOf(props?.url));
  if (!url) return null;
  const kind = kindOfLink(url, site);
  if (!kind) return null;
  const target = kind === "download" ? readPath(url) : describeLink(url);
  return { kind, name: "", target, props: null };
}

function kindOfLink(url: URL, site: OwnHosts): Action["kind"] | null {
  if (url.protocol === "tel:") return "tel";
  if (url.protocol === "mailto:") return "mailto";
  if (!/^https?:$/.test(url.protocol)) return null;
  if (!isOwnHost(site, url.hostname)) return "outbound";
  return downloads.test(url.pathname) ? "download" : null;
}

/** A link without user, query and fragment. An address of the site's own stays readable. */
function describeLink(url: URL | null): string {
  if (!url) return "";
  if (url.protocol === "tel:" || url.protocol === "mailto:")
    return url.protocol + url.pathname.replace(/\s|%20/g, "");
  return /^https?:$/.test(url.protocol) ? `${url.origin}${readPath(url)}` : "";
}

/**
 * The path of an address as people read it, with what may point to a person masked.
 * The odd input: `/%ff` is no valid text and stays as it is.
 */
export function readPath({ pathname }: { pathname: string }): string {
  try {
    return maskPersonal(decodeURI(pathname));
  } catch {
    return maskPersonal(pathname);
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function storeProps(props: Message["p"]): string | null {
  return props && Object.keys(props).length > 0 ? JSON.stringify(props) : null;
}
