import type { Day } from "#src/lib/time.ts";

/**
 * A row of `events` on its way there, each field named as its column.
 * Shape: `visitor` and `id` are signed 64-bit numbers as text, `props` is JSON text. Empty text means
 * "unknown" or "none".
 * Units: `ts` and `last_seen_at` are ms since 1970.
 */
export interface EventRow {
  site_id: number;
  day: Day;
  visitor: string;
  id: string;
  ts: number;
  last_seen_at: number;
  seq: number;
  kind: EventKind;
  path: string;
  hostname: string;
  name: string;
  target: string;
  props: string | null;
  engaged_ms: number;
  scroll: number;
  referrer: string;
  source: string;
  channel: string;
  utm_source: string;
  utm_medium: string;
  utm_campaign: string;
  utm_term: string;
  utm_content: string;
  country: string;
  region: string;
  city: string;
  device: string;
  browser: string;
  browser_version: string;
  os: string;
  os_version: string;
  language: string;
  screen: string;
}

/** What can happen on a page. */
export type EventKind =
  | "pageview"
  | "outbound"
  | "tel"
  | "mailto"
  | "form"
  | "cta"
  | "download"
  | "custom";

/** A pageview of which nothing is known yet. */
export function blankRow(): EventRow {
  return {
    site_id: 0,
    day: "",
    visitor: "",
    id: "",
    ts: 0,
    last_seen_at: 0,
    seq: 0,
    kind: "pageview",
    path: "",
    hostname: "",
    name: "",
    target: "",
    props: null,
    engaged_ms: 0,
    scroll: 0,
    referrer: "",
    source: "",
    channel: "",
    utm_source: "",
    utm_medium: "",
    utm_campaign: "",
    utm_term: "",
    utm_content: "",
    country: "",
    region: "",
    city: "",
    device: "",
    browser: "",
    browser_version: "",
    os: "",
    os_version: "",
    language: "",
    screen: "",
  };
}

/**
 * Merges two rows of one key, as the database would, so that order does not matter: a view's row
 * keeps the earliest start, the longest engagement and the newest scroll depth; an event that came
 * twice is one event.
 */
export function mergeRows(a: EventRow, b: EventRow): EventRow {
  if (a.kind !== "pageview") return a;
  return {
    ...a,
    ts: Math.min(a.ts, b.ts),
    last_seen_at: Math.max(a.last_seen_at, b.last_seen_at),
    seq: Math.max(a.seq, b.seq),
    engaged_ms: Math.max(a.engaged_ms, b.engaged_ms),
    scroll: scrollOfNewest(a, b),
  };
}

function scrollOfNewest(a: EventRow, b: EventRow): number {
  if (a.seq === b.seq) return Math.max(a.scroll, b.scroll);
  return a.seq > b.seq ? a.scroll : b.scroll;
}
