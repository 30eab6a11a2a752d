import type { EventKind } from "./event-row.ts";
import { isOwnHost } from "./hosts.ts";
import { maskPersonal } from "./mask.ts";
import { elementProps, type Message } from "./payload.ts";

/** What happened on a page besides its being viewed. Shape: the columns of an event's row. */
export interface Action {
  kind: Exclude<EventKind, "pageview">;
  name: string;
  target: string;
  props: string | null;
}

type OwnHosts = Parameters<typeof isOwnHost>[0];
/** What a click or a form says of its element. */
type Says = Record<string, unknown>;

/** None is longer than four letters: of others the script does not tell. */
const downloads =
  /\.(pdf|docx?|xlsx?|pptx?|od[tsp]|csv|txt|rtf|epub|zip|rar|7z|gz|tgz|tar|dmg|pkg|exe|msi|deb|rpm|apk|iso|mp3|m4a|wav|ogg|flac|mp4|m4v|mov|avi|webm|mkv|key|ics|vcf|gpx)$/i;

/**
 * What a message tells of besides its view; null for beats, clicks that lead nowhere, and views
 * but those of a page that says it is none, which are an event `404` too.
 */
export function classifyAction(message: Message, site: OwnHosts): Action | null {
  const { t, n, p = {} } = message;
  const name = maskPersonal(n ?? "");
  switch (t) {
    case "v":
      return name ? { kind: "custom", name, target: "", props: null } : null;
    case "b":
      return null;
    case "x":
      return { kind: "custom", name, target: "", props: storeProps(p) };
    case "f":
      return sentForm(p);
    case "c":
      return "data-track" in p ? markedClick(p) : linkClick(p, site);
  }
}

/** A form is called as its author calls it; of its fields nothing is known. */
function sentForm(says: Says): Action {
  const name = maskPersonal(
    textOf(says["data-track-name"]) || textOf(says.id) || textOf(says.name),
  );
  return { kind: "form", name, target: "", props: storeProps(elementProps(says)) };
}

/**
 * A click on what carries `data-track`: `cta` is a call to action, `event` an event named by
 * `data-track-name` or else its label, anything else is the event's own name.
 */
function markedClick(says: Says): Action {
  const mark = maskPersonal(textOf(says["data-track"])) || "event";
  const label = tidy(maskPersonal(textOf(says["data-track-name"]) || textOf(says.label)));
  const url = describeLink(URL.parse(textOf(says.url)));
  const details = { ...(label && { label }), ...(url && { url }), ...elementProps(says) };
  const name = (mark === "cta" || mark === "event") && label ? label : mark;
  const kind = mark === "cta" ? "cta" : "custom";
  return { kind, name, target: "", props: storeProps(details) };
}

/** A label as it is read: HTML may be spread over lines. */
function tidy(label: string): string {
  return label.trim().replace(/\s+/g, " ");
}

function linkClick(says: Says, site: OwnHosts): Action | null {
  const url = URL.parse(textOf(says.url));
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

function storeProps(props: Says): string | null {
  return Object.keys(props).length > 0 ? JSON.stringify(props) : null;
}
