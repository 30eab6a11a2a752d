import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { type Person, signedIn, startTestApp, type TestApp } from "#test/support/app.ts";
import { objectionsOf } from "#test/support/axe.ts";
import { launchBrowser } from "#test/support/browser.ts";

const maxMs = 60_000;
let app: TestApp;
let browser: Browser;
let admin: Person;
beforeAll(async () => {
  app = await startTestApp();
  browser = await launchBrowser();
  admin = await signedIn(app, { email: "anna@agency.example", role: "admin" });
  await app.database.work`
    insert into audit_logs (at, actor_id, actor_email, action, subject, before, after, ip)
    select '2026-11-01'::timestamptz + n * interval '1 hour', ${admin.userId},
           'someone.with.a.long.name@agency.example', 'site.update', 'shop-' || n || '.example',
           '{"name": "Old"}', '{"name": "New"}', '2001:db8:85a3::8a2e:370:7334'
    from generate_series(1, 30) n
  `;
}, maxMs);
afterAll(async () => {
  await browser?.close();
  await app?.stop();
}, maxMs);

/** The log in a browser of somebody who has signed in. */
async function open(width: number, javaScriptEnabled: boolean) {
  const viewport = { width, height: 800 };
  const context = await browser.newContext({ viewport, javaScriptEnabled, locale: "en-GB" });
  const [name = "", value = ""] = admin.cookie.split("=");
  await context.addCookies([{ name, value, url: app.origin }]);
  const page = await context.newPage();
  await page.goto(`${app.origin}/admin/audit`);
  return page;
}

describe("the audit log", () => {
  test(
    "filters, opens a line and leafs without scripts",
    async () => {
      const page = await open(1280, false);
      await page.click(".filter-card summary");
      await page.selectOption("#actor", "someone.with.a.long.name@agency.example");
      await page.selectOption("#action", "site.update");
      await page.fill("#subject", "shop-");
      await page.click(".filter-form button");
      await page.waitForURL("**subject=shop-**");
      expect(await page.locator("tbody tr").count()).toBe(20);
      await page.click(".pagination a[rel=next]");
      await page.waitForURL("**page=2**");
      expect(await page.locator("tbody tr").count()).toBe(10);
      expect(await page.inputValue("#subject")).toBe("shop-");
      await page.locator(".changes summary").first().click();
      expect(await page.locator(".changes-list").first().textContent()).toBe("NameOld → New");
      await page.click("text=Clear the filter");
      await page.waitForURL(`${app.origin}/admin/audit`);
      await page.context().close();
    },
    maxMs,
  );

  test.each([320, 360, 768, 1280])(
    "shows all of a line at %i px, and nothing that axe objects to",
    async (width) => {
      const page = await open(width, true);
      await page.locator(".filter-card summary").click();
      await page.locator(".changes summary").first().click();
      for (const cell of await page.locator("tbody tr:first-child td").all()) {
        const box = await cell.boundingBox();
        expect(box?.x).toBeGreaterThanOrEqual(0);
        expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
      }
      const over = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
      expect(await page.evaluate<number>(over)).toBeLessThanOrEqual(0);
      expect(await objectionsOf(page)).toEqual([]);
      await page.context().close();
    },
    maxMs,
  );
});
