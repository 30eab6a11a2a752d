import { describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { demoPath, panel, stageDashboard } from "#test/support/dashboard-stage.ts";

const testMaxMs = 60_000;

const stage = stageDashboard();
const phone = { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true };
const insets = { top: 47, right: 0, bottom: 34, left: 0 };

const hasLoaded = (page: Page) =>
  page.waitForSelector('link[href*="/pwa.css"]', { state: "attached" });
/** The colour that a phone takes: the first whose media query is met. */
const themeColor = (page: Page) =>
  page.evaluate(() => {
    const metas = [...document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')];
    const meta = metas.find(({ media }) => matchMedia(media || "all").matches);
    const sample = document.createElement("i");
    sample.style.color = meta?.content ?? "";
    document.body.append(sample);
    const { color } = getComputedStyle(sample);
    sample.remove();
    return color;
  });
const ground = (page: Page) =>
  page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

describe("the colour around the page", () => {
  test.each(["light", "dark"] as const)(
    "is the page's own ground in the %s theme, and also where it was switched by hand",
    (colorScheme) =>
      stage.visit(
        "/sign-in",
        async (page) => {
          expect(await themeColor(page)).toBe(await ground(page));
          await hasLoaded(page);
          const before = await ground(page);
          await page.click(".theme-switch");
          expect(await ground(page)).not.toBe(before);
          expect(await themeColor(page)).toBe(await ground(page));
          await page.click(".theme-switch");
          expect(await themeColor(page)).toBe(before);
        },
        { colorScheme },
        "stranger",
      ),
    testMaxMs,
  );
});

describe("a phone with a notch and a home bar", () => {
  test(
    "covers neither the head, what sticks, what is at the foot nor a dialog",
    () =>
      stage.visit(
        demoPath,
        async (page) => {
          await hasLoaded(page);
          const devtools = await page.context().newCDPSession(page);
          await devtools.send("Emulation.setSafeAreaInsetsOverride", { insets });
          const topOf = async (selector: string) =>
            (await page.locator(selector).first().boundingBox())?.y ?? 0;
          expect(await topOf(".brand")).toBeGreaterThanOrEqual(insets.top);
          await page.evaluate(() => scrollTo(0, 600));
          expect(await topOf(".bar")).toBe(insets.top);
          await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
          const foot = await page.locator(".bottom > :last-child").boundingBox();
          const end = (foot?.y ?? 0) + (foot?.height ?? 0);
          expect(end).toBeLessThanOrEqual(phone.viewport.height - insets.bottom);
          await panel(page, "pages").locator("[data-list]").first().click();
          await page.waitForSelector("#list-dialog[open]");
          expect(await topOf("#list-dialog h2")).toBeGreaterThanOrEqual(insets.top);
        },
        phone,
      ),
    testMaxMs,
  );
});
