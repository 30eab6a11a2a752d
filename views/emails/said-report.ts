import type { Locale } from "#src/lib/locale.ts";

/** How a figure moved: by a sign, by words, and last by a colour. */
export interface SaidChange {
  arrow: "▲" | "▼" | "";
  text: string;
  tone: "good" | "bad" | "same";
}

export interface SaidLink {
  label: string;
  url: string;
}

/** Units: a share of 1 is as high as the chart. */
export interface SaidChart {
  title: string;
  bars: { day: string; weekday: string; value: string; share: number }[];
  caption: string;
}

/** Units: a share of 1 is as wide as the list. */
export interface SaidList {
  title: string;
  unit: string;
  rows: { name: string; count: string; share: number }[];
}

/** What is said of a site that nobody visited. */
export interface SaidEmpty {
  title: string;
  body: string[];
  action: SaidLink | null;
}

export interface SaidSite {
  /** Null where it is the title of the mail. */
  name: string | null;
  /** Null where it is the name. */
  domain: string | null;
  /** What is said instead of figures; null when there are any. */
  empty: SaidEmpty | null;
  totals: { label: string; value: string; change: SaidChange | null }[];
  comparison: string;
  chart: SaidChart | null;
  lists: SaidList[];
  open: SaidLink;
}

/** A report in words, ready for both of its forms. */
export interface SaidReport {
  locale: Locale;
  subject: string;
  /** Weekly report. */
  kind: string;
  title: string;
  days: string;
  /** A line for each site, where there are many. */
  contents: {
    title: string;
    lines: { name: string; url: string; visitors: string; change: SaidChange | null }[];
    /** How many have no line; null when all have. */
    more: string | null;
    url: string;
  };
  sites: SaidSite[];
  foot: { why: string; unsubscribe: SaidLink; preferences: SaidLink | null };
  sender: string;
}
