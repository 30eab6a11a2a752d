import { describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { objectionsOf } from "#test/support/axe.ts";
import { demoPath, hasDrawn, stageDashboard } from "#test/support/dashboard-stage.ts";

const testMaxMs = 30_000;

const stage = stageDashboard();

const item = (page: Page, name: string) =>
  page.locator(".bar-more .menu-item:visible", { hasText: name });

/** What of the bar and of the totals is wider or higher than the place that it has. */
const cutOff = (page: Page) =>
  page.evaluate(() => {
    const parts = ".top-inner, .bar, .bar h1, .online, .bar .menu-summary, .tile, .tile-label";
    return [...document.querySelectorAll<HTMLElement>(parts)]
      .filter(
        ({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
          scrollWidth > clientWidth || scrollHeight > clientHeight + 1,
      )
      .map(({ className, textContent }) => `${className}: ${textContent}`);
  });

describe("the menu of the bar", () => {
  test(
    "exports the chart as filtered and the events of its days, also without scripts",
    () =>
      stage.visit(
        `${demoPath}?filter=country:is:FR&period=7d`,
        async (page) => {
          await page.click(".bar-more summary");
          for (const [name, columns] of [
            ["Figures of the chart", /^day,visitors,/],
            ["All events of the period", /^day,time,visitor,/],
          ] as const) {
            const [file] = await Promise.all([
              page.waitForEvent("download"),
              item(page, name).click(),
            ]);
            expect(file.suggestedFilename()).toMatch(/^demo\.example-(chart|events)-.*\.csv$/);
            const rows = (await Bun.file(await file.path()).text()).trim().split("\n");
            expect(rows[0]).toMatch(columns);
            expect(rows.length).toBeGreaterThanOrEqual(8);
          }
          await item(page, "Settings").click();
          await page.waitForURL("**/settings");
        },
        { javaScriptEnabled: false },
      ),
    testMaxMs,
  );

  test(
    "holds what the page can do, and the switcher nothing but sites",
    () =>
      stage.visit(demoPath, async (page) => {
        await page.click(".bar-more summary");
        expect(await page.locator(".bar-more .menu-item:visible").allInnerTexts()).toEqual([
          "Figures of the chart",
          expect.stringContaining("All events of the period"),
          "Print",
          "Share this view",
          expect.stringContaining("Keys"),
          "Settings",
          "Installation",
          "Privacy",
        ]);
        expect(await objectionsOf(page)).toEqual([]);
        await page.keyboard.press("Escape");
        await page.click(".bar-site summary");
        const entries = await page.locator(".bar-site .menu-item").allInnerTexts();
        expect(entries.at(-1)).toBe("All sites");
        expect(await page.locator(".bar-site .menu-item:not(a)").count()).toBe(0);
      }),
    testMaxMs,
  );

  test(
    "copies the address of the view and says so",
    () =>
      stage.visit(
        demoPath,
        async (page) => {
          await hasDrawn(page);
          await page.locator(".tile", { hasText: "Pageviews" }).click();
          await page.waitForURL("**?metric=pageviews");
          await page.click(".bar-more summary");
          // It is said for three seconds, so it is looked for from the click on.
          await Promise.all([
            page.locator('.bar-more [role="status"]').waitFor(),
            item(page, "Share this view").click(),
          ]);
          expect(await page.textContent('.bar-more [role="status"]')).toBe("Address copied");
          expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
          await item(page, "Share this view").waitFor();
        },
        { permissions: ["clipboard-read", "clipboard-write"] },
      ),
    testMaxMs,
  );

  test(
    "shares by the device where it can",
    () =>
      stage.visit(`${demoPath}?period=7d`, async (page) => {
        await page.evaluate(() => {
          navigator.share = async ({ url, title } = {}) => {
            document.title = `shared ${title}: ${url}`;
          };
        });
        await page.click(".bar-more summary");
        await item(page, "Share this view").click();
        await page.waitForFunction(() => document.title.startsWith("shared"));
        expect(await page.title()).toBe(
          `shared Fernside Coffee (demo) · Tracker Analytics: ${page.url()}`,
        );
        expect(await page.locator('.bar-more [role="status"]').isVisible()).toBe(false);
      }),
    testMaxMs,
  );
});

describe.each(["en-GB", "fr-FR"])("in %s", (locale) => {
  test.each([320, 360, 768, 1280])(
    "nothing of the bar and the totals is cut at %d px",
    (width) =>
      stage.visit(
        `${demoPath}?period=custom&from=2026-01-03&to=2026-01-25&compare=none`,
        async (page) => {
          expect(await cutOff(page)).toEqual([]);
          await page.goto(stage.origin + demoPath);
          await hasDrawn(page);
          expect(await cutOff(page)).toEqual([]);
          const lines = await page
            .locator(".online, .tile-value")
            .evaluateAll((all) => all.map(({ clientHeight }) => clientHeight));
          expect(Math.max(...lines)).toBeLessThan(32);
          // No row of tiles has one that is two lines where its neighbours are one.
          const changes = await page
            .locator(".tiles > li:not(:last-child) .tile-change")
            .evaluateAll((all) => all.map(({ clientHeight }) => clientHeight));
          expect(new Set(changes).size).toBe(1);
        },
        { locale, viewport: { width, height: 800 }, isMobile: width < 500 },
      ),
    testMaxMs,
  );
});

describe("the top of the page", () => {
  test(
    "has its sections in a menu on a phone, also without scripts",
    () =>
      stage.visit(
        "/admin/audit",
        async (page) => {
          expect(await page.locator(".sections-row").isVisible()).toBe(false);
          expect(await page.textContent(".sections-menu summary")).toContain("Audit log");
          await page.click(".sections-menu summary");
          await page.locator(".sections-menu").getByRole("link", { name: "System" }).click();
          await page.waitForURL("**/admin/system");
          expect(await page.getAttribute(".sections-menu [aria-current]", "href")).toBe(
            "/admin/system",
          );
        },
        { viewport: { width: 360, height: 640 }, javaScriptEnabled: false },
      ),
    testMaxMs,
  );

  test(
    "reaches from edge to edge, whether or not the page is longer than its window",
    () =>
      stage.visit(
        "/sites",
        async (page) => {
          const edge = () =>
            innerWidth - document.querySelector(".top")!.getBoundingClientRect().right;
          expect(await page.evaluate(edge)).toBe(0);
          await page.goto(stage.origin + demoPath);
          expect(await page.evaluate(edge)).toBe(0);
        },
        { viewport: { width: 1280, height: 800 }, colorScheme: "dark" },
      ),
    testMaxMs,
  );
});
