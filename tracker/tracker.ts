/**
 * Counts the views of a page: no cookies, nothing written to storage unless the visitor asks for
 * it, no identifier that outlives a view, no function of the browser patched, no default of the
 * page prevented.
 *
 * Its size is part of what it promises (`bun run size`). So all of it is one function, which costs
 * the script nothing and lets the package for bundlers be loaded where there is no window; and a
 * few things are said in fewer letters than elsewhere.
 */
import type { ElementProps, Message, MessageKind } from "./contract.ts";
import { settings } from "./settings.ts";

/** Properties of an event, at most 1 KB of JSON. */
export type Props = Record<string, unknown>;
type Done = () => void;
/** `done` is called when the event was sent, could not be sent, or is not counted. */
export type Call = [name?: string | null, props?: Props, done?: Done];
/** What a page calls: with a name an event, without one a view of the page. */
export interface Tracker {
  (...call: Call): void;
  /**
   * Counts nothing in this browser any more; with `false`, does so again. Where storage is
   * forbidden, it holds as long as the document.
   */
  optOut(isOut?: boolean): void;
  /** Calls that were made before the script had loaded. */
  q?: Call[];
}
/** What every message of a view says; `a` is when it began until it is sent. */
type View = Pick<Message, "i" | "q" | "r" | "a" | "u">;
declare const navigator: {
  webdriver: boolean;
  globalPrivacyControl?: unknown;
  doNotTrack: unknown;
};
type Link = HTMLElement & { href: string & { baseVal?: string } };

/** Engaged time is told once in so many ms of it, and what is left when the page is left. */
const beatMs = 29e3;
const trifleMs = 999;
/** Time stops counting this long after the last sign of life. */
const idleMs = 12e4;
/** How often the address is looked at, as no function of the browser is patched to learn of it. */
const lookMs = 999;
/** Routers often push and then replace: a view begins when they have finished. */
const settleMs = 99;
/** What could not be sent is sent once more. */
const retryMs = 5e3;
/** A tab that stays open longer begins a new view; the server keeps a day's key no longer. */
const viewMaxMs = 7e7;

/** Begins to count this page. `queue` holds calls that wait for the first view. */
export const startTracker = (address: string, queue: Call[]): Tracker => {
  const isManual = settings.manual || document.querySelector("[data-track-manual]");
  const asksNot =
    // biome-ignore lint/suspicious/noDoubleEquals: browsers say "1", "yes" or true; bytes are dear.
    settings.respectDnt && (navigator.globalPrivacyControl || navigator.doNotTrack == 1);
  let muted: unknown =
    !settings.countTestTraffic && (navigator.webdriver || !/\.\D/.test(location.host));
  try {
    // Throws where the browser forbids storage.
    muted ||= localStorage.tracker;
  } catch {}

  let view: View | 0 = 0;
  let referrer = document.referrer;
  /** The address when it was last looked at, and one that the page has given for its next view. */
  let seen: unknown;
  let given: unknown;
  /** Number of the last change of address: only the newest becomes a view. */
  let turn = 0;
  let isNew: boolean;
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
  let input: number | false = 0;

  const bare = (url: string) =>
    // Links to `#tracker-off` and `#tracker-on` have to be noticed as a change of address.
    url.replace(settings.hashMode ? /\?[^#]*/g : /\?[^#]*|#(?!tracker-o(n|ff)$).*/g, "");

  const post = (message: View, done?: Done | 0, isRetry?: unknown): unknown =>
    // A string body is text/plain, which needs no preflight; blockers stop every sendBeacon.
    fetch(address, {
      credentials: "omit",
      keepalive: true,
      method: "POST",
      body: asksNot ? "" : JSON.stringify({ ...message, a: Date.now() - message.a }),
    })
      .catch(() => isRetry || setTimeout(post, retryMs, message, 0, 1))
      .then(done as Done);

  const send = (t: MessageKind, n?: unknown, p?: Props, done?: Done) => {
    told = engaged;
    if (view)
      if (muted) done?.();
      else {
        // Who asks not to be tracked is one number, and nothing more is said of the visit.
        muted = asksNot;
        post(
          {
            ...view,
            t,
            k: seq++,
            n,
            p,
            e: engaged,
            y: ((depth / document.documentElement.scrollHeight) * 100) | 0,
          } as View,
          done,
        );
      }
  };

  const scroll = () => (depth = Math.max(depth, scrollY + innerHeight));

  /**
   * Runs before everything else: banks the time since the last call, and begins a view when the
   * address has changed and settled and the page is shown.
   */
  const route = (mine?: unknown) => {
    // Not performance.now(), which stands still while some machines sleep; a view's age must not.
    const now = Date.now();
    if (since && now - (input as number) < idleMs) engaged += now - since;
    since = !document.hidden && document.hasFocus() && now;
    if (now - (view as View).a > viewMaxMs) view = seen = 0;
    isNew = seen !== bare(location.href);
    if (engaged - told > (isNew || document.hidden ? trifleMs : beatMs)) send("b");
    if (isNew) {
      seen = bare(location.href);
      location.hash.replace(/#tracker-o(n|ff)$/, (_, out) => optOut(out < "n") as never);
      if (!isManual) setTimeout(route, settleMs, ++turn);
    }
    if (mine === turn)
      if (document.hidden)
        // Pages that are prerendered or opened in the background wait until they are shown.
        setTimeout(route, settleMs, turn);
      else {
        view = {
          i: Math.random(),
          q: location.search.replace(/[?&](?!utm_|ref=|source=)[^&]*/g, ""),
          r: bare(referrer),
          // biome-ignore lint/suspicious/noAssignInExpressions: who opens a page is alive.
          a: (input = now),
          u: (given || seen) as string,
        };
        referrer = "";
        given = seq = engaged = depth = 0;
        scroll();
        send("v", document.querySelector("[data-track-404]") && "404");
      }
  };

  const track = ((...call) => {
    if (call[0])
      if (view) send("x", ...call);
      else setTimeout(track, settleMs, ...call);
    else {
      given = call[1]?.url;
      route(++turn);
    }
  }) as Tracker;

  // biome-ignore lint/suspicious/noAssignInExpressions: eight bytes.
  const optOut = (track.optOut = (isOut = true) => {
    muted = isOut || "";
    try {
      localStorage.tracker = muted;
    } catch {}
  });

  const tell = (t: MessageKind, element: Element | undefined, p: ElementProps) => {
    if (element)
      // Inputs called `id` shadow the property of their form, but no method by this name.
      for (const name of element.getAttributeNames())
        if (/^id$|^name$|^data-track/.test(name)) p[name] = element.getAttribute(name) as string;
    send(t, 0, p);
  };

  const click = (event: MouseEvent) => {
    // The path looks into shadow trees, where a click's target would be their host.
    const find = (selector: string) =>
      event.composedPath().find((node) => (node as Element).matches?.(selector)) as Link;
    const tag = find("[data-track]");
    const link = settings.countLinks && find("a,area");
    // The address of a link in an SVG is an object.
    const url = (link && bare(link.href.baseVal ?? link.href)) as string;
    if (
      // Neither the right button nor those beyond it open a link.
      event.button < 2 &&
      (tag ||
        // http, tel, mailto; what of it is counted, the collector knows, and which hosts are own.
        (/^[htm]/.test(url) &&
          (url.split("/")[2] !== location.host || /\.(?!htm|php)\w{2,4}$/.test(url))))
    )
      tell("c", tag, { url, label: tag?.textContent.slice(0, 99) });
  };

  const on: Record<string, (event: never) => void> = {
    // A page that comes back from the back/forward cache is a new view.
    pagehide: () => {
      seen = 0;
      route();
    },
    focus: route,
    blur: route,
    keydown: route,
    mousemove: route,
    timeupdate: route,
    visibilitychange: route,
    click,
    scroll,
    auxclick: click,
  };
  if (settings.countForms)
    on.submit = ({ target }: SubmitEvent) => tell("f", target as HTMLFormElement, {});

  // On the way down, so that a page that stops or prevents an event is counted all the same.
  for (const type in on)
    addEventListener(
      type,
      (event) => {
        route();
        // A film that plays is a sign of life; a silent one is often a mere background.
        if (!(event.target as HTMLMediaElement).muted) input = since;
        (on[type] as (event: Event) => void)(event);
      },
      true,
    );

  setInterval(route, lookMs);
  route();
  queue.map((call) => track(...call));
  return track;
};
