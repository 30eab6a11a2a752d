import { addDays } from "#src/lib/time.ts";
import {
  type Measures,
  measureNames,
  type ReportMailProps,
  type ReportSite,
} from "#views/emails/report-props.ts";

const nothing = Object.fromEntries(measureNames.map((name) => [name, 0])) as Measures;

/** What a report says of a coffee house in the week of 16 November 2026. */
export function reportSite(fields: Partial<ReportSite> = {}): ReportSite {
  const row = (value: string, count: number) => ({ value, count, share: count / 2_310 });
  return {
    ...{ name: "Fernside Coffee", domain: "fernside.example", wasCounted: true },
    totals: {
      ...{ visitors: 2_310, visits: 2_874, pageviews: 7_919, conversions: 61 },
      ...{ bounceRate: 0.437, duration: 101_000 },
    },
    before: {
      ...{ visitors: 2_100, visits: 2_903, pageviews: 7_003, conversions: 61 },
      ...{ bounceRate: 0.398, duration: 123_000 },
    },
    days: [312, 341, 297, 366, 402, 418, 174].map((visitors, day) => ({
      on: addDays("2026-11-16", day),
      visitors,
    })),
    lists: [
      {
        name: "path",
        rows: [
          row("/", 1_402),
          row("/menu", 988),
          row("/reservations", 431),
          row("/blog/how-we-roast-and-why-it-takes-eleven-minutes-and-not-ten", 207),
          row("/contact", 96),
        ],
      },
      {
        name: "source",
        rows: [row("Google", 1_021), row("", 780), row("Instagram", 305), row("ChatGPT", 88)],
      },
      { name: "country", rows: [row("FR", 1_870), row("BE", 211), row("CH", 97), row("", 12)] },
      { name: "device", rows: [row("mobile", 1_544), row("desktop", 703), row("tablet", 63)] },
      { name: "kind", rows: [row("tel", 38), row("outbound", 27), row("form", 23)] },
    ],
    url: "https://stats.example/sites/fernside.example?period=custom&from=2026-11-16&to=2026-11-22",
    installUrl: "https://stats.example/sites/fernside.example/install",
    ...fields,
  };
}

/** The same of a month. */
export function monthOfSite(fields: Partial<ReportSite> = {}): ReportSite {
  const days = Array.from({ length: 31 }, (_, day) => ({
    on: addDays("2026-10-01", day),
    visitors: 280 + ((day * 97) % 190) - (day % 7 === 3 ? 160 : 0),
  }));
  return reportSite({ days, ...fields });
}

/** A site that nobody has visited in the period. */
export function quietSite(fields: Partial<ReportSite> = {}): ReportSite {
  const days = reportSite().days.map(({ on }) => ({ on, visitors: 0 }));
  return reportSite({ totals: nothing, days, lists: [], ...fields });
}

/** A report of the week to Anna, in English. */
export function reportProps(fields: Partial<ReportMailProps> = {}): ReportMailProps {
  return {
    ...{ locale: "en", period: "week", first: "2026-11-16", last: "2026-11-22" },
    sites: [reportSite()],
    reader: { kind: "account", address: "anna@shop.example" },
    host: "stats.example",
    sitesUrl: "https://stats.example/sites",
    unsubscribeUrl: "https://stats.example/unsubscribe/abc.def",
    preferencesUrl: "https://stats.example/account",
    ...fields,
  };
}
