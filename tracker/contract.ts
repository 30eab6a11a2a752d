// What the script sends and the collector reads, one JSON object a message, as text/plain so that
// no browser asks beforehand. Letters are keys because every visitor pays for them.

/**
 * The version of the contract, which a message need not name while it is the first. A newer one
 * that is unknown is read as far as it is understood.
 */
export const wireVersion = 1;

/** `v` the page was opened, `b` time has passed, `x` the page's own event, `c` click, `f` form. */
export type MessageKind = "v" | "b" | "x" | "c" | "f";

/**
 * What a click or a form says of the element: its `id`, its `name` and each attribute that begins
 * with `data-track` under their own names, and these.
 */
export interface ElementProps {
  /** Address of the link without query and fragment. */
  url?: string | undefined;
  /** The first words of what carries `data-track`. */
  label?: string | undefined;
  [attribute: string]: string | undefined;
}

/**
 * One message. Each carries the whole view, so that any of them creates it: order, repetition and
 * loss do not matter. Two messages with the same `i` and `k` are the same message.
 */
export interface Message {
  /** Version of the contract. */
  v?: number;
  t: MessageKind;
  /** Random number of this page view, in memory only. */
  i: number;
  /** Number of the message within the view, from 0. */
  k: number;
  /** Age of the view in ms: the server stamps all time itself and finds the view's start by it. */
  a: number;
  /** Address of the page without query; with the fragment in hash mode. May be relative to the origin. */
  u: string;
  /** What of the query is kept: `utm_*`, `ref`, `source`. */
  q: string;
  /** Referrer without query, in the first view of a document only. */
  r: string;
  /** Engaged ms so far; the most that was ever told is right. */
  e: number;
  /** Deepest scroll in per cent; that of the newest `k` is right. */
  y: number;
  /** Name of an event; of a view `404`, when the page says that it is none. */
  n?: string | null;
  /** Properties of an event, at most 1 KB, or what an element says. */
  p?: Record<string, unknown> | ElementProps;
}
