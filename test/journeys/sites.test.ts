import { describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { demoPath, hasDrawn, stageDashboard } from "#test/support/dashboard-stage.ts";
import { makeSite } from "#test/support/events.ts";

const testMaxMs = 45_000;

const stage = stageDashboard(async ({ database }) => {
  for (const name of ["bakery", "cafe", "dairy", "forge", "garden", "hotel", "inn"])
    await makeSite(database.work, `${name}.example`);
});

const names = (page: Page) => page.locator(".site-card:visible .site-name").allTextContents();
const focusedText = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? "");

describe("the page of all sites", () => {
  test(
    "has a card for each, the busiest first, with its last hours and its change",
    () =>
      stage.visit("/sites", async (page) => {
        const first = page.locator(".site-card").first();
        expect(await first.locator(".site-domain").textContent()).toBe("demo.example");
        expect(await first.locator(".change").textContent()).toMatch(/^[+−]?\d+%$/);
        const points = await first.locator("polyline").getAttribute("points");
        expect(points?.split(" ")).toHaveLength(24);
        expect(await first.locator("svg.sparkline").getAttribute("aria-label")).toMatch(
          /^Visitors in the last 24 hours, by the hour: \d+ at most/,
        );
        expect(await page.locator(".site-card").last().locator(".change").count()).toBe(0);
        expect((await names(page)).length).toBe(8);
        expect(await page.locator("[style]").count()).toBe(0);
      }),
    testMaxMs,
  );

  test(
    "says of a site without a visit that it has none, and leads to its installation",
    () =>
      stage.visit("/sites", async (page) => {
        expect(await page.locator("svg.sparkline").count()).toBe(1);
        const cafe = page.locator(".site-card", { hasText: "cafe.example" });
        expect(await cafe.textContent()).toContain("No visit yet");
        await cafe.getByRole("link", { name: "How to install it" }).click();
        await page.waitForURL("**/sites/cafe.example/install");
        await page.goBack();
        // Anywhere else the card leads to the site's figures.
        const { height = 0 } = (await cafe.boundingBox()) ?? {};
        await cafe.click({ position: { x: 40, y: height - 20 } });
        await page.waitForURL("**/sites/cafe.example");
      }),
    testMaxMs,
  );

  test(
    "shows all of a long name on a phone, and never less than all of its own width",
    async () => {
      const { work } = stage.database;
      const name = "The garden of the old town (Saint-Germain-en-Laye)";
      await work`update sites set name = ${name} where domain = 'garden.example'`;
      await work`update sites set name = ${"W".repeat(60)} where domain = 'forge.example'`;
      await stage.visit(
        "/sites",
        async (page) => {
          const cut = await page
            .locator(".site-name, .site-domain")
            .evaluateAll((all) =>
              all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent),
            );
          expect(cut).toEqual([]);
          const overflow = () => document.documentElement.scrollWidth - innerWidth;
          expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
        },
        { viewport: { width: 320, height: 640 } },
      );
    },
    testMaxMs,
  );

  test(
    "filters as one types, and says when nothing is left",
    () =>
      stage.visit("/sites", async (page) => {
        await page.keyboard.press("/");
        await page.keyboard.type("CAFÉ");
        expect(await names(page)).toEqual(["cafe.example"]);
        await page.keyboard.press("ArrowDown");
        expect(await focusedText(page)).toContain("cafe.example");
        await page.fill(".site-search", "nowhere");
        expect(await names(page)).toEqual([]);
        expect(await page.locator(".site-none span:visible").textContent()).toContain(
          "No site has these letters",
        );
        await page.fill(".site-search", "");
        expect((await names(page)).length).toBe(8);
      }),
    testMaxMs,
  );

  test(
    "filters without scripts by a form",
    () =>
      stage.visit(
        "/sites",
        async (page) => {
          await page.fill(".site-search", "inn");
          await page.keyboard.press("Enter");
          await page.waitForURL("**/sites?q=inn");
          expect(await names(page)).toEqual(["inn.example"]);
          expect(await page.inputValue(".site-search")).toBe("inn");
        },
        { javaScriptEnabled: false },
      ),
    testMaxMs,
  );
});

describe("the site switcher", () => {
  test(
    "is worked by keys: typing filters, arrows move, Enter goes",
    () =>
      stage.visit(demoPath, async (page) => {
        await hasDrawn(page);
        await page.focus(".bar-site summary");
        await page.keyboard.press("Enter");
        await page.waitForFunction(() => document.activeElement?.matches(".site-search"));
        await page.keyboard.press("ArrowDown");
        expect(await focusedText(page)).toContain("bakery.example");
        await page.keyboard.press("ArrowDown");
        expect(await focusedText(page)).toContain("cafe.example");
        await page.keyboard.press("ArrowUp");
        await page.keyboard.press("ArrowUp");
        expect(await page.evaluate(() => document.activeElement?.matches(".site-search"))).toBe(
          true,
        );
        await page.keyboard.press("ArrowDown");
        // A letter on an entry goes on with the search, and is no key of the page.
        await page.keyboard.type("hot");
        expect(await page.inputValue(".bar-site .site-search")).toBe("hot");
        expect(await page.locator(".bar-site [data-search]:visible").count()).toBe(1);
        await page.keyboard.press("Escape");
        await page.keyboard.press("Enter");
        await page.waitForFunction(() => document.activeElement?.matches(".site-search"));
        await page.waitForFunction(
          () => document.querySelectorAll(".bar-site [data-search]:not([hidden])").length === 8,
        );
        await page.keyboard.type("inn");
        await page.keyboard.press("Enter");
        await page.waitForURL("**/sites/inn.example");
      }),
    testMaxMs,
  );
});
