import { describe, expect, test } from "bun:test";
import { objectionsOf } from "#test/support/axe.ts";
import { launchBrowser } from "#test/support/browser.ts";
import { hostileTexts } from "#test/support/hostile-texts.ts";
import { monthOfSite, quietSite, reportProps, reportSite } from "#test/support/report-props.ts";
import { reportParts } from "./report-parts.tsx";
import type { ReportMailProps } from "./report-props.ts";

/** From here on Gmail cuts a mail off. */
const sizeMax = 100_000;
const october = { period: "month", first: "2026-10-01", last: "2026-10-31" } as const;

const write = (fields: Partial<ReportMailProps> = {}) => reportParts(reportProps(fields));

/** So many sites, as long as any may be. */
function longSites(count: number, site = reportSite) {
  const { lists } = site();
  const longLists = lists.map((list) => ({
    ...list,
    rows: Array.from({ length: 5 }, (_, at) => {
      const value = `/${at}${"<&\"'é".repeat(100)}`;
      return { value, count: 1_234_567, share: 0.5 };
    }),
  }));
  return Array.from({ length: count }, (_, at) =>
    site({ name: `Site ${at} ${"&".repeat(70)}`, domain: `${at}.example`, lists: longLists }),
  );
}

/** What a reader sees of a mail, and what is read out of its chart. */
function readableText(html: string): string {
  const labels = [...html.matchAll(/aria-label="([^"]*)"/g)].map(([, label]) => label);
  const body = html.slice(html.indexOf("<main>")).replace(/<[^>]*>/g, " ");
  return `${body} ${labels.join(" ")}`;
}

const mails: [name: string, fields: Partial<ReportMailProps>][] = [
  ["a week", {}],
  ["a month", { ...october, sites: [monthOfSite()] }],
  ["a quiet week", { sites: [quietSite()] }],
  ["a site without any event", { sites: [quietSite({ wasCounted: false, before: null })] }],
  ["a first week", { sites: [reportSite({ before: null })] }],
  ["three sites", { sites: [reportSite(), reportSite({ name: "Fern" }), quietSite()] }],
  ["five sites", { sites: longSites(5) }],
  ["seventy sites", { sites: longSites(70) }],
];
const both = mails.flatMap(([name, fields]) =>
  (["en", "fr"] as const).map((locale) => [`${name} in ${locale}`, { ...fields, locale }] as const),
);

describe("a report by mail", () => {
  test.each(both)("of %s says in plain text every number that the HTML says", (_, fields) => {
    const { html, text } = write(fields);
    const numbers = (from: string) => from.match(/\d[\d.,\u202f\u00a0]*\d|\d/gu) ?? [];
    const said = new Set(numbers(text));
    expect(numbers(readableText(html)).filter((number) => !said.has(number))).toEqual([]);
    expect(text).not.toMatch(/undefined|null|NaN|\[object/);
    expect(html).not.toMatch(/undefined|NaN|\[object/);
  });

  test.each(both)("of %s fetches nothing and is whole in Gmail", (_, fields) => {
    const { html } = write(fields);
    expect(html).not.toMatch(/<(?:img|link|script|iframe|object|video|svg)\b|url\(|@import|@font/i);
    expect(html).not.toMatch(/\b(?:src|background|srcset|poster)=/i);
    expect(Buffer.byteLength(html)).toBeLessThan(sizeMax);
  });

  test("of three long months is whole in Gmail", () => {
    const { html } = write({ ...october, sites: longSites(3, monthOfSite) });
    expect(Buffer.byteLength(html)).toBeLessThan(sizeMax);
  });

  test.each([
    ["en", "Fernside Coffee: 2,310 visitors last week (+10%)"],
    ["fr", "Fernside Coffee\u00a0: 2\u202f310\u00a0visiteurs la semaine dernière (+10\u00a0%)"],
  ] as const)("has the visitors and their change in its subject, in %s", (locale, subject) => {
    expect(write({ locale }).report.subject).toBe(subject);
  });

  test("of a month names it", () => {
    const { subject } = write({ ...october, sites: [monthOfSite()] }).report;
    expect(subject).toBe("Fernside Coffee: 2,310 visitors in October 2026 (+10%)");
  });

  test("of several sites adds them up in its subject", () => {
    const { subject } = write({ sites: [reportSite(), reportSite(), quietSite()] }).report;
    expect(subject).toBe("3 sites: 4,620 visitors last week (−27%)");
  });

  test("of nobody makes no fall of it in its subject", () => {
    const { subject } = write({ sites: [quietSite()] }).report;
    expect(subject).toBe("Fernside Coffee: 0 visitors last week");
  });

  test("says how a figure moved in words, and of a bounce rate that more is worse", () => {
    const [site] = write().report.sites;
    const said = site?.totals.map(({ label, value, change }) => [
      `${label} ${value}`,
      `${change?.arrow} ${change?.text} ${change?.tone}`,
    ]);
    expect(said).toEqual([
      ["Visitors 2,310", "▲ up 10% from 2,100 good"],
      ["Visits 2,874", "▼ down 1% from 2,903 bad"],
      ["Pageviews 7,919", "▲ up 13% from 7,003 good"],
      ["Conversions 61", " as before: 61 same"],
      ["Bounce rate 44%", "▲ up 10% from 40% bad"],
      ["Visit duration 1m 41s", "▼ down 18% from 2m 3s bad"],
    ]);
  });

  test.each([
    [2_310, 2_310, "as before: 2,310"],
    [2_311, 2_310, "nearly as before: 2,310"],
    [0, 0, "as before: 0"],
    [7, 0, "was 0 before"],
    [0, 7, "down 100% from 7"],
  ])("says of %i visitors after %i: %s", (visitors, was, said) => {
    const { totals, before } = reportSite();
    const site = reportSite({
      totals: { ...totals, visitors },
      before: before && { ...before, visitors: was },
    });
    expect(write({ sites: [site] }).report.sites[0]?.totals[0]?.change?.text).toBe(said);
  });

  test("has a line for each of more than three sites, and tells some of them as room allows", () => {
    const { report, text } = write({ sites: longSites(70) });
    expect(report.contents.lines).toHaveLength(50);
    const short = Array.from({ length: 12 }, () => reportSite());
    expect(write({ sites: short }).report.sites).toHaveLength(8);
    expect(report.sites.length).toBeLessThan(8);
    expect(text).toContain("and 20 more sites\nhttps://stats.example/sites");
    expect(write({ sites: short.slice(0, 3) }).report.contents.lines).toEqual([]);
  });

  test("leads from an empty week to the check of the installation whoever may look after it", () => {
    const never = { wasCounted: false, before: null };
    const keeper = write({ sites: [quietSite(never)] });
    for (const part of [keeper.html, keeper.text])
      expect(part).toContain("https://stats.example/sites/fernside.example/install");
    const reader = write({ sites: [quietSite({ ...never, installUrl: null })] });
    expect(reader.html + reader.text).not.toContain("/install");
    expect(reader.text).toContain("tell the person who looks after your site");
  });

  test("of a quiet week says how the week before was", () => {
    const { text } = write({ sites: [quietSite()] });
    expect(text).toContain("Nobody visited fernside.example last week.");
    expect(text).toContain("The week before, there were 2,100 visitors.");
  });

  test("leads to the dashboard, to preferences and out, in both forms", () => {
    const { html, text } = write();
    const { sites, unsubscribeUrl, preferencesUrl } = reportProps();
    for (const url of [sites[0]?.url, unsubscribeUrl, preferencesUrl]) {
      expect(text).toContain(`\n${url}\n`);
      expect(html).toContain(`href="${url?.replaceAll("&", "&amp;")}"`);
    }
    const stranger = write({ preferencesUrl: null });
    expect(stranger.html + stranger.text).not.toContain("/account");
  });

  test("fits a phone, however long a word is, and has nothing that axe objects to", async () => {
    const word = "w".repeat(200);
    const longest = reportSite({
      ...{ name: word, domain: `${"d".repeat(60)}.example` },
      lists: reportSite().lists.map(({ name }) => ({
        name,
        rows: [{ value: word, count: 1_234_567, share: 1 }],
      })),
    });
    const all: Partial<ReportMailProps>[] = [
      {},
      { ...october, locale: "fr", sites: [monthOfSite()] },
      { sites: [quietSite()] },
      { sites: [longest, quietSite()] },
      { locale: "fr", sites: [longest, longest, longest, quietSite()] },
    ];
    const browser = await launchBrowser();
    try {
      for (const colorScheme of ["light", "dark"] as const) {
        const page = await browser.newPage({ colorScheme, viewport: { width: 360, height: 700 } });
        for (const fields of all) {
          await page.setContent(write(fields).html);
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
          expect(await objectionsOf(page)).toEqual([]);
        }
      }
    } finally {
      await browser.close();
    }
  }, 60_000);

  test("shows what a visitor has written as the text that it is", async () => {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      const read = async (html: string) => {
        await page.setContent(html);
        const kinds = await page.evaluate(() =>
          [...document.querySelectorAll("*")].flatMap(({ localName, attributes }) => [
            `<${localName}>`,
            ...[...attributes].map(({ name }) => name),
          ]),
        );
        return { kinds: new Set(kinds), isHit: await page.evaluate(() => "hit" in window) };
      };
      for (const value of hostileTexts) {
        const rows = [{ value, count: 1, share: 1 }];
        const lists = reportSite().lists.map(({ name }) => ({ name, rows }));
        const site = reportSite({ name: value, lists });
        for (const count of [1, 4]) {
          const sites = Array.from({ length: count }, () => site);
          const plain = await read(write({ sites: sites.map(() => reportSite()) }).html);
          const { html, report } = write({ sites });
          const { kinds, isHit } = await read(html);
          expect(isHit).toBe(false);
          expect([...kinds].filter((kind) => !plain.kinds.has(kind))).toEqual([]);
          expect(report.subject).not.toMatch(/[\p{Cc}\u2028-\u202e]/u);
        }
      }
    } finally {
      await browser.close();
    }
  }, 60_000);
});
