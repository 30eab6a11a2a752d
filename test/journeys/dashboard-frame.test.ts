import { describe, expect, test } from "bun:test";
import { addDays } from "#src/lib/time.ts";
import { demoPath, hasDrawn, panel, stageDashboard, tile } from "#test/support/dashboard-stage.ts";

const testMaxMs = 30_000;

const stage = stageDashboard();

describe("the frame", () => {
  test(
    "a menu closes on Escape, giving the focus back, and on a click beside it",
    () =>
      stage.visit(demoPath, async (page) => {
        const summary = page.locator(".bar-site summary");
        const list = page.locator(".bar-site .menu-panel");
        await summary.click();
        await list.waitFor();
        await page.keyboard.press("Tab");
        await page.keyboard.press("Escape");
        await list.waitFor({ state: "hidden" });
        expect(await summary.evaluate((element) => element === document.activeElement)).toBe(true);
        await summary.click();
        await list.waitFor();
        await page.mouse.click(5, 400);
        await list.waitFor({ state: "hidden" });
      }),
    testMaxMs,
  );

  test(
    "the theme follows the system until it is switched, and stays switched",
    () =>
      stage.visit(demoPath, async (page) => {
        const ground = () =>
          page.evaluate(() => getComputedStyle(document.body.parentElement!).backgroundColor);
        const switchTheme = () =>
          Promise.all([page.waitForResponse("**/account/theme"), page.click(".theme-switch")]);
        const light = await ground();
        await page.emulateMedia({ colorScheme: "dark" });
        const dark = await ground();
        expect(dark).not.toBe(light);
        await switchTheme();
        expect(await ground()).toBe(light);
        await page.reload();
        expect(await ground()).toBe(light);
        await switchTheme();
        expect(await ground()).toBe(dark);
        expect(await page.evaluate(() => localStorage.getItem("theme"))).toBeNull();
      }),
    testMaxMs,
  );

  test(
    "everything works without scripts",
    () =>
      stage.visit(
        demoPath,
        async (page) => {
          expect(await page.getAttribute(".plot-line", "d")).toMatch(/^M0 [\d.]+L/);
          await tile(page, "Bounce rate").click();
          await page.waitForURL("**?metric=bounce-rate");
          await panel(page, "devices").getByRole("link", { name: "Systems" }).click();
          await page.waitForURL("**?devices=systems&metric=bounce-rate");
          await page.click(".period summary");
          await page.click('.period .menu-item:has-text("Last 7 days")');
          await page.waitForURL("**?devices=systems&metric=bounce-rate&period=7d");
          await page.click(".chart-table summary");
          expect(await page.locator(".chart-table tbody tr").count()).toBe(7);
          expect(await page.locator(".theme-switch").isVisible()).toBe(false);
        },
        { javaScriptEnabled: false },
      ),
    testMaxMs,
  );

  test.each([1280, 360])(
    "at %d px the days to compare with can be chosen",
    (width) =>
      stage.visit(
        demoPath,
        async (page) => {
          await page.click(".bar-choices summary:has(.bar-comparison)");
          const first = await page.inputValue('input[name="compare_from"]');
          const earlier = addDays(first, -2);
          await page.fill('input[name="compare_from"]', earlier);
          await page.click('form:has([name="compare_from"]) button');
          await page.waitForURL((url) => url.searchParams.get("compare_from") === earlier);
          await page.waitForSelector('.bar-comparison:has-text("Chosen days")', {
            state: "attached",
          });
          await hasDrawn(page);
          // What the page is of is kept by the other choices, and taken away by its own.
          await tile(page, "Pageviews").click();
          await page.waitForURL("**?compare=custom&compare_from=*&metric=pageviews");
          await page.click(".bar-choices summary:has(.bar-comparison)");
          await page.click('.menu-item:has-text("No comparison")');
          await page.waitForURL("**?compare=none&metric=pageviews");
        },
        { viewport: { width, height: 800 } },
      ),
    testMaxMs,
  );
});
