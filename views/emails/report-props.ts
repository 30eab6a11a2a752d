import type { Locale } from "#src/lib/locale.ts";
import type { Day } from "#src/lib/time.ts";

export type ReportPeriod = "week" | "month";

/** What the totals of a report are of, in order. Units: a rate of 1 is all, durations milliseconds. */
export const measureNames = [
  "visitors",
  "visits",
  "pageviews",
  "conversions",
  "bounceRate",
  "duration",
] as const;
export type MeasureName = (typeof measureNames)[number];
export type Measures = Record<MeasureName, number>;

/** The leading values of a list. Units: a share of 1 is everybody, or every action. */
export interface ReportList {
  name: "path" | "source" | "country" | "device" | "kind";
  rows: { value: string; count: number; share: number }[];
}

/** What a report says of one site, and where it leads. */
export interface ReportSite {
  name: string;
  domain: string;
  /** Whether anything had ever been counted by the end of the period. */
  wasCounted: boolean;
  totals: Measures;
  before: Measures | null;
  days: { on: Day; visitors: number }[];
  lists: ReportList[];
  /** The same days on the dashboard. */
  url: string;
  /** Where the snippet is checked; null for whoever may not. */
  installUrl: string | null;
}

export interface ReportMailProps {
  locale: Locale;
  period: ReportPeriod;
  /** The first day and the last, which is included. */
  first: Day;
  last: Day;
  /** Those with most visitors first. */
  sites: ReportSite[];
  /** Who gets it: an account's owner, or an address that somebody has entered for a site. */
  reader: { kind: "account" | "address"; address: string };
  host: string;
  /** Every site that the reader sees. */
  sitesUrl: string;
  unsubscribeUrl: string;
  /** Where the reader chooses what is sent; null for an address without an account. */
  preferencesUrl: string | null;
}
