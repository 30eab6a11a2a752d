/**
 * The script for bundlers and frameworks: the same source, the same messages.
 *
 *   import { init, track } from "tracker-analytics";
 *
 *   init({ address: "https://stats.example.com/k3m9x0q2t7ab" });
 *   await track("signup", { plan: "pro" });
 *
 * Nothing happens where there is no window, so it may be imported by what renders on a server.
 */
import { settings } from "./settings.ts";
import { startTracker, type Tracker } from "./tracker.ts";

/** What `init` is told. What is left out is as a new site has it. */
export interface Options {
  /** Address of the site at the server: that of the script without `.js`. */
  address: string;
  /** The fragment is part of the page's address, as hash routers have it. */
  hashMode?: boolean;
  /** When the browser asks not to be tracked (DNT or GPC), say only that one more has asked. */
  respectDnt?: boolean;
  /** Count local hosts, files and automated browsers as well. */
  countTestTraffic?: boolean;
  /** Count clicks that leave the site, call, write or download. Default: true. */
  countLinks?: boolean;
  /** Count forms that are sent. Default: true. */
  countForms?: boolean;
  /** Count no view but those of `trackView`. */
  manual?: boolean;
}

let tracker: Tracker | undefined;
/** Calls before `init`. */
const waiting: Parameters<Tracker>[] = [];

/** Begins to count. A second call, or the script on the same page, changes nothing. */
export function init({ address, ...options }: Options): void {
  if (typeof window === "undefined" || tracker) return;
  const page = window as { tracker?: Tracker };
  Object.assign(settings, options);
  tracker = page.tracker?.optOut ? page.tracker : startTracker(address, []);
  for (const call of waiting.splice(0)) tracker(...call);
}

/**
 * Counts an event.
 * Shape: `props` is at most 1 KB of JSON, 32 keys and four levels.
 * @returns a promise that is kept when the event was sent, could not be, or is not counted; it is
 * never broken.
 */
export function track(name: string, props: Record<string, unknown> = {}): Promise<void> {
  return new Promise((resolve) => {
    if (typeof window === "undefined") resolve();
    else call(name, props, resolve);
  });
}

/** Counts a view: of the page as it is, or of the address that is given, such as `/users/:id`. */
export function trackView(url?: string): void {
  if (typeof window !== "undefined") call(null, url === undefined ? {} : { url });
}

/** Counts nothing in this browser any more; with `false`, does so again. For what visitors ask. */
export function optOut(isOut = true): void {
  tracker?.optOut(isOut);
}

function call(...words: Parameters<Tracker>): void {
  if (tracker) tracker(...words);
  else waiting.push(words);
}
