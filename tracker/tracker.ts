/**
 * Counts the views of a page: no cookies, nothing written to storage, no identifier that outlives
 * a view, no function of the browser patched, no default of the page prevented.
 *
 *   <script defer src="https://stats.example.com/{key}.js"></script>
 *
 * Beacons go to the script's own address without `.js`, so that proxying that one path through the
 * site's own domain is all it takes. `tracker("name", { props })` counts an event of the page's
 * own; `localStorage.tracker = "off"` silences the script in this browser.
 */
import { type Message, type MessageKind, wireVersion } from "./contract.ts";

type View = Pick<Message, "v" | "i" | "u" | "q" | "r">;
type Props = Record<string, unknown>;
type Call = [name: string, props?: Props];
interface Tracker {
  (...call: Call): void;
  /** Calls that were made before the script had loaded. */
  q?: Call[];
  v?: number;
}

// Settings of the site that the build bakes in: one file for each combination.
/** The fragment is part of the page's address, as hash routers have it. */
declare const HASH_MODE: boolean;
/** When the browser asks not to be tracked (DNT or GPC), say only that one more has asked. */
declare const RESPECT_DNT: boolean;
/** Count local hosts, files and automated browsers as well. */
declare const COUNT_TEST_TRAFFIC: boolean;

const beatMs = 3e4;
/** Time stops counting this long after the last sign of life. */
const idleMs = 12e4;
/** Routers often push and then replace: the address is looked at when they have finished. */
const settleMs = 99;
/** A tab that stays open longer begins a new view; the server keeps a day's key no longer. */
const viewMaxMs = 7e7;

const win = window as unknown as {
  tracker?: Tracker;
  navigation?: EventTarget & { currentEntry?: unknown };
};
const doc = document;
const nav: { webdriver: boolean; globalPrivacyControl?: unknown; doNotTrack: unknown } = navigator;
// WordPress and others add a query to the address of a script: `…/{key}.js?ver=6.8`.
const address = (doc.currentScript as HTMLScriptElement).src.replace(/\.js(\?.*)?$/, "");
const old = win.tracker;
const queue: Call[] = old?.q || [];

let view: View | 0 | undefined;
let referrer = doc.referrer;
let startedAt: number;
/** Number of the next message of the view. */
let seq: number;
/** Engaged time in ms, and how much of it has been told. */
let engaged = 0;
let told: number;
/** The lowest pixel that was seen. */
let depth: number;
/** The clock runs since then; false while it stands. */
let since: number | false;
/** The last sign of life. */
let input = 0;

const asksNot =
  // biome-ignore lint/suspicious/noDoubleEquals: browsers say "1", "yes" or true; bytes are dear.
  RESPECT_DNT && (nav.globalPrivacyControl || nav.doNotTrack == 1);
let muted: unknown = !COUNT_TEST_TRAFFIC && (nav.webdriver || !/\.\D/.test(location.hostname));
try {
  // Throws where the browser forbids storage.
  muted ||= localStorage.tracker;
} catch {}

const bare = (url: string) => url.replace(/[?#].*/, "");
const here = () => location.href.replace(HASH_MODE ? /\?[^#]*/g : /[?#].*/, "");

const send = (t: MessageKind, n?: string, p?: Props) => {
  told = engaged;
  if (view && !muted && (!asksNot || t === "v"))
    // A string body is text/plain, which needs no preflight; blockers stop every sendBeacon.
    fetch(address, {
      method: "POST",
      keepalive: true,
      credentials: "omit",
      body: asksNot
        ? ""
        : JSON.stringify({
            ...view,
            t,
            k: seq++,
            a: Date.now() - startedAt,
            n,
            p,
            e: engaged | 0,
            y: ((depth / doc.documentElement.scrollHeight) * 100) | 0,
          }),
    }).catch(() => {});
};

/** Tells the time on the page when there is at least a second of news. */
const flush = () => {
  if (engaged - told > 999) send("b");
};

const scroll = () => {
  depth = Math.max(depth, scrollY + innerHeight);
};

const start = () => {
  flush();
  view = {
    v: wireVersion,
    i: Math.random(),
    u: here(),
    q: location.search.replace(/[?&](?!utm_|ref=|source=)[^&]*/g, ""),
    r: bare(referrer),
  };
  referrer = "";
  seq = engaged = depth = 0;
  // performance.now() stands still while some machines sleep; the age of a view does not.
  startedAt = Date.now();
  scroll();
  send("v");
  queue.splice(0).map((call) => track(...call));
};

/**
 * Runs before everything else: banks the time since the last call, and begins a view when the page
 * is first shown, its address has changed, or the view has become too old.
 */
const route = () => {
  const now = performance.now();
  if (since && now - input < idleMs) engaged += now - since;
  since = !doc.hidden && doc.hasFocus() && now;
  if (Date.now() - startedAt > viewMaxMs) view = 0;
  if (view ? here() !== view.u : !doc.hidden) start();
};

const track: Tracker = (...call) => {
  route();
  if (!view) queue.push(call);
  else if (JSON.stringify(call).length > 1100) console.warn("tracker: over 1 KB");
  else send("x", ...call);
};

const click = (event: Event) => {
  // The path looks into shadow trees, where a click's target would be their host.
  const find = (selector: string) =>
    event.composedPath().find((el) => (el as Element).matches?.(selector)) as
      | (HTMLElement & { href: string & { baseVal?: string } })
      | undefined;
  const tag = find("[data-track]:not(form)");
  const link = find("a,area");
  // The address of a link in an SVG is an object.
  const url = link && bare(link.href.baseVal ?? link.href);
  if (
    // Neither the right button nor those beyond it open a link.
    (event as MouseEvent).button < 2 &&
    (tag ||
      (/^(http|tel|mail)/.test(url as string) &&
        ((url as string).split("/")[2] !== location.host ||
          /\.(?!htm|php|asp)\w{2,4}$/.test(url as string))))
  )
    send("c", tag?.dataset.track, {
      label: tag && (tag.dataset.trackName || (tag.textContent as string).trim().slice(0, 64)),
      url,
    });
};

const submit = (event: Event) => {
  // Inputs named `id` or `action` shadow the form's own properties, so its attributes are read.
  const attr = (name: string) => (event.target as Element).getAttribute(name);
  send("f", bare(attr("data-track") || attr("id") || attr("name") || attr("action") || ""));
};

// A second copy of the script on the page keeps silent.
if (!old?.v) {
  win.tracker = track;
  track.v = wireVersion;

  const on: Record<string, (event: Event) => void> = {
    blur: route,
    // A page that comes back from the back/forward cache is a new view.
    pagehide: () => {
      flush();
      view = 0;
    },
    focus: route,
    keydown: route,
    pointermove: route,
    click,
    visibilitychange: flush,
    scroll,
    auxclick: click,
    submit,
  };
  // On the way down, so that a page that stops or prevents an event is counted all the same.
  for (const type in on)
    addEventListener(
      type,
      (event) => {
        route();
        input = event.timeStamp;
        on[type]?.(event);
      },
      true,
    );

  const later = () => setTimeout(route, settleMs);
  // An element with id="navigation" shadows the API, so it is asked for what only the API has.
  if (win.navigation?.currentEntry) win.navigation.addEventListener("currententrychange", later);
  // Older browsers: look once a second.
  else setInterval(route, 999);
  setInterval(() => {
    route();
    flush();
  }, beatMs);
  later();
}
