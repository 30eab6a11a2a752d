import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { type Person, signedIn, startTestApp, type TestApp } from "#test/support/app.ts";
import { objectionsOf } from "#test/support/axe.ts";
import { launchBrowser } from "#test/support/browser.ts";
import { insertSite, sendTo } from "#test/support/collector.ts";
import { platforms } from "#views/sites/platforms.ts";

const maxMs = 60_000;
let app: TestApp;
let browser: Browser;
let admin: Person;
beforeAll(async () => {
  app = await startTestApp({ trustedProxies: ["loopback"] });
  browser = await launchBrowser();
  admin = await signedIn(app, { email: "anna@agency.example", role: "admin" });
}, maxMs);
afterAll(async () => {
  await browser?.close();
  await app?.stop();
}, maxMs);

async function open(path: string, { width = 1280, javaScriptEnabled = true } = {}): Promise<Page> {
  const viewport = { width, height: 800 };
  const context = await browser.newContext({ viewport, javaScriptEnabled, locale: "en-GB" });
  const [name = "", value = ""] = admin.cookie.split("=");
  await context.addCookies([{ name, value, url: app.origin }]);
  const page = await context.newPage();
  await page.goto(app.origin + path);
  return page;
}

describe("the installation page", () => {
  test(
    "tells of a refused message while it is open, keeps the focus, and turns with the first view",
    async () => {
      const site = await insertSite(app.database);
      const page = await open(`/sites/${site.domain}/install?platform=gtm`);
      const headers = { origin: "https://preview.elsewhere.example" };
      await sendTo(app.origin, site, { headers });
      const settings = page.locator("#install-status a.btn");
      await settings.waitFor();
      await settings.focus();
      // Asked again twice meanwhile, it has the same to say.
      await page.waitForTimeout(2_500);
      expect(await settings.evaluate((link) => link === document.activeElement)).toBe(true);
      await sendTo(app.origin, site);
      await page.waitForSelector("#install-status [data-kind=success]");
      await page.context().close();
    },
    maxMs,
  );

  test(
    "leads from platform to platform and checks again without scripts",
    async () => {
      const site = await insertSite(app.database);
      const page = await open(`/sites/${site.domain}/install`, { javaScriptEnabled: false });
      await page.click("text=WordPress");
      expect(await page.locator(".guide-steps").textContent()).toContain("WPCode");
      await sendTo(app.origin, site);
      await page.click("#install-status noscript a");
      expect(await page.locator("#install-status").textContent()).toContain("has arrived");
      await page.context().close();
    },
    maxMs,
  );

  test.each(platforms)(
    "%s: nothing sticks out of a phone, nothing that axe objects to",
    async (platform) => {
      const { id, domain } = await insertSite(app.database);
      await app.database.work`
        insert into refusals (site_id, day, reason, messages)
        values (${id}, (now() at time zone 'UTC')::date, 'foreign_page', 1234)
      `;
      const since = Date.now() - 120_000;
      const path = `/sites/${domain}/install?platform=${platform}&since=${since}`;
      const page = await open(path, { width: 320 });
      const over = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
      expect(await page.evaluate<number>(over)).toBeLessThanOrEqual(0);
      expect(await objectionsOf(page)).toEqual([]);
      await page.context().close();
    },
    maxMs,
  );
});
