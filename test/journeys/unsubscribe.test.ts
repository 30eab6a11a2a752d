import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { unsubscribeUrl } from "#src/reports/unsubscribe-link.ts";
import { signedIn, startTestApp, type TestApp } from "#test/support/app.ts";
import { objectionsOf } from "#test/support/axe.ts";
import { launchBrowser, watchConsole } from "#test/support/browser.ts";

const testMaxMs = 60_000;
const words = {
  "en-GB": { stop: "Unsubscribe", again: "Subscribe again", back: "You are subscribed again" },
  "fr-FR": { stop: "Se désabonner", again: "Se réabonner", back: "Réabonnement enregistré" },
} as const;
const looks = [
  { colorScheme: "light", locale: "en-GB", width: 1280 },
  { colorScheme: "dark", locale: "fr-FR", width: 360 },
] as const;

let app: TestApp;
let browser: Browser;

beforeAll(async () => {
  [app, browser] = await Promise.all([startTestApp(), launchBrowser()]);
}, testMaxMs);
afterAll(async () => {
  await browser?.close();
  await app?.stop();
}, testMaxMs);

describe.each(looks)("the link of a mail, $colorScheme, in $locale", ({ width, ...look }) => {
  const said = words[look.locale];
  const options = { ...look, viewport: { width, height: 800 }, isMobile: width < 500 };

  test(
    "ends mails and brings them back, and axe objects to nothing",
    async () => {
      const address = `somebody.with.a.very.long.name@${"long-".repeat(10)}shop.example`;
      const link = { kind: "weekly", address } as const;
      const context = await browser.newContext(options);
      const complaints = watchConsole(context);
      const page = await context.newPage();
      const check = async () => {
        const tooWide = await page.evaluate(
          () => document.documentElement.scrollWidth - screen.width,
        );
        expect(tooWide).toBeLessThanOrEqual(0);
        expect(await objectionsOf(page)).toEqual([]);
      };
      await page.goto(await unsubscribeUrl(app.database.orm, app.origin, link));
      await check();
      await page.getByRole("button", { name: said.stop }).click();
      await page.getByRole("button", { name: said.again }).waitFor();
      await check();
      await page.getByRole("button", { name: said.again }).click();
      await page.getByRole("heading", { name: said.back }).waitFor();
      await check();
      expect(complaints).toEqual([]);
      await context.close();
    },
    testMaxMs,
  );

  test(
    "works without scripts, for whoever is signed in as well",
    async () => {
      const address = `anna-${width}@shop.example`;
      const locale = look.locale === "fr-FR" ? "fr" : "en";
      const anna = await signedIn(app, { email: address, role: "client", locale });
      const context = await browser.newContext({ ...options, javaScriptEnabled: false });
      const [name = "", value = ""] = anna.cookie.split("=");
      await context.addCookies([{ name, value, url: app.origin }]);
      const page = await context.newPage();
      const link = { kind: "monthly", address } as const;
      await page.goto(await unsubscribeUrl(app.database.orm, app.origin, link));
      await page.getByRole("button", { name: said.stop }).click();
      await page.getByRole("button", { name: said.again }).waitFor();
      await page.goto(`${app.origin}/account`);
      expect(await page.isChecked("[name=monthlyMail]")).toBe(false);
      expect(await page.isChecked("[name=weeklyMail]")).toBe(true);
      await context.close();
    },
    testMaxMs,
  );
});
