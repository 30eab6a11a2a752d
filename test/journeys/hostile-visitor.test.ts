import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { settleProjections } from "#src/stats/project/settle.ts";
import { insertSite, sendTo } from "#test/support/collector.ts";
import { type DashboardStage, setDashboardStage } from "#test/support/dashboard-stage.ts";
import { hostileTexts as corpus } from "#test/support/hostile-texts.ts";

// A visitor who writes HTML, scripts and templates wherever a visitor can write anything. All of it
// goes through the collector to the dashboard of a real browser, and none of it may run there.

/** Hundreds of rows get a pointer, one after the other. */
const maxMs = 300_000;

let stage: DashboardStage;
let domain = "";
beforeAll(async () => {
  stage = await setDashboardStage();
  const site = await insertSite(stage.database, { domain: "hostile.example" });
  domain = site.domain;
  for (const [at, text] of corpus.entries()) {
    const word = encodeURIComponent(text);
    const headers = { "x-forwarded-for": `10.5.0.${at}`, "accept-language": text };
    const view = {
      i: at + 1,
      u: `https://${domain}/${text}`,
      q: `?utm_source=${word}&utm_medium=${word}&utm_campaign=${word}&utm_term=${word}&utm_content=${word}`,
      r: `https://evil.example/${text}`,
    };
    const messages = [
      { ...view, k: 0 },
      { ...view, t: "x", k: 1, n: text, p: { [text]: text, url: text, label: text } },
      { ...view, t: "c", k: 2, n: "cta", p: { label: text, url: text } },
      { ...view, t: "c", k: 3, p: { url: `https://out.example/${text}` } },
      { ...view, t: "f", k: 4, n: text },
    ];
    for (const message of messages) {
      const response = await sendTo(stage.origin, site, { message, headers: printable(headers) });
      expect(response.status).toBe(202);
      expect(response.headers.get("x-dropped")).toBeNull();
    }
  }
  await settleProjections(stage.database.work);
}, maxMs);
afterAll(() => stage?.stop(), maxMs);

/** A header has no line breaks and nothing beyond Latin. */
function printable(headers: Record<string, string>): Record<string, string> {
  const clean = (text: string) => text.replace(/[^ -~]/g, "");
  return Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, clean(text)]));
}

describe("what a hostile visitor writes", () => {
  test(
    "is text on every card and tab of the dashboard, and never runs",
    async () => {
      // What was told before midnight is there after it as well.
      const path = `/sites/${domain}?period=7d`;
      await stage.visit(path, async (page) => {
        await page.waitForSelector(".tile");
        const tabs = await page.$$eval(".tabs a", (links) =>
          links.map((link) => (link as HTMLAnchorElement).href),
        );
        expect(tabs.length).toBeGreaterThan(8);
        let shown = 0;
        for (const address of [page.url(), ...new Set(tabs)]) {
          await page.goto(address);
          await page.waitForSelector(".tile");
          // Whatever waits for a pointer or a focus gets both.
          for (const row of await page.$$(".panel a, .panel li, .panel tr"))
            await row.hover({ timeout: 500, force: true }).catch(() => {});
          expect(await page.evaluate(() => "hit" in window)).toBe(false);
          const links = await page.$$eval("a[href], form[action]", (all) =>
            all.map((one) => one.getAttribute("href") ?? one.getAttribute("action") ?? ""),
          );
          expect(links.filter((link) => !/^(\/|#|\?|https?:)/.test(link))).toEqual([]);
          expect(
            await page.locator("main iframe, main img[src=x], main [x-init], main b").count(),
          ).toBe(0);
          shown += ((await page.textContent("main")) ?? "").split("window.hit").length - 1;
        }
        // It is there to be read.
        expect(shown).toBeGreaterThan(corpus.length);
      });
    },
    maxMs,
  );
});
