import { describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { settleProjections } from "#src/stats/project/settle.ts";
import {
  demoPath,
  hasDrawn,
  panel,
  queryOf,
  stageDashboard,
  tile,
} from "#test/support/dashboard-stage.ts";
import { makeSite } from "#test/support/events.ts";

const testMaxMs = 60_000;
/** How long figures may take to follow a visit; a page that is not told asks for none at all. */
const followMaxMs = 15_000;

const stage = stageDashboard();

interface LayoutShift {
  sources: { node: Node | null }[];
}

/** What has moved since the page was opened without anybody having asked for it. */
function shiftsOf(page: Page): Promise<string[]> {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        const moved: string[] = [];
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as (PerformanceEntry & LayoutShift)[])
            moved.push(...entry.sources.map(({ node }) => node?.textContent ?? "?"));
        }).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => resolve(moved), 300);
      }),
  );
}

describe("the dashboard in a browser", () => {
  test(
    "draws its chart under the strict CSP and moves nothing while it does",
    () =>
      stage.visit(demoPath, async (page) => {
        await hasDrawn(page);
        expect(await shiftsOf(page)).toEqual([]);
        // Alpine hides by script what waits for a click, which the CSP allows.
        const others = ".apexcharts-canvas, .apexcharts-canvas *, [x-show]";
        expect(await page.locator(`[style]:not(${others})`).count()).toBe(0);
      }),
    testMaxMs,
  );

  test(
    "a tile puts its series on the chart",
    () =>
      stage.visit(demoPath, async (page) => {
        await hasDrawn(page);
        const before = await page.getAttribute("figure-chart", "data-version");
        await tile(page, "Pageviews").click();
        await page.waitForURL("**?metric=pageviews");
        await page.waitForSelector('.tile[aria-current]:has-text("Pageviews")');
        expect(await page.getAttribute("figure-chart", "data-version")).not.toBe(before);
        await hasDrawn(page);
        expect(await page.textContent(".legend-now")).toContain("Pageviews");
      }),
    testMaxMs,
  );

  test(
    "a tab changes its own card only and keeps focus and place",
    () =>
      stage.visit(demoPath, async (page) => {
        await hasDrawn(page);
        const tab = panel(page, "pages").getByRole("link", { name: "Entry pages" });
        await tab.scrollIntoViewIfNeeded();
        const top = await page.evaluate(() => scrollY);
        await page.evaluate(() => {
          document.querySelector("figure-chart")?.setAttribute("data-live", "same");
        });
        await tab.focus();
        await page.keyboard.press("Enter");
        await page.waitForURL("**?pages=entry");
        await page.waitForSelector('#panel-pages .tabs [aria-current]:has-text("Entry pages")');
        expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Entry pages");
        expect(await page.evaluate(() => scrollY)).toBe(top);
        // The chart was not touched: what its script had put there is still there.
        expect(await page.getAttribute("figure-chart", "data-live")).toBe("same");
      }),
    testMaxMs,
  );

  test(
    "a period pushes its address, and Back and Forward restore the page",
    () =>
      stage.visit(demoPath, async (page) => {
        const visitors = () => tile(page, "Visitors").locator(".tile-value").textContent();
        const ofMonth = await visitors();
        await page.click(".period summary");
        await page.click('.period .menu-item:has-text("Yesterday")');
        await page.waitForURL("**?period=yesterday");
        expect(await page.locator(".period summary").textContent()).toContain("Yesterday");
        expect(await page.locator(".period .menu-panel").isVisible()).toBe(false);
        const ofDay = await visitors();
        expect(ofDay).not.toBe(ofMonth);

        await page.goBack();
        await page.waitForSelector('.period summary:has-text("Last 30 days")');
        expect(queryOf(page)).toBe("");
        expect(await visitors()).toBe(ofMonth);
        await hasDrawn(page);

        await page.goForward();
        await page.waitForSelector('.period summary:has-text("Yesterday")');
        expect(await visitors()).toBe(ofDay);
        await hasDrawn(page);
      }),
    testMaxMs,
  );

  test(
    "chosen days are a form that keeps the rest of the view",
    () =>
      stage.visit(`${demoPath}?metric=visits&pages=exit`, async (page) => {
        await page.click(".period summary");
        const last = await page.inputValue('input[name="to"]');
        await page.fill('input[name="from"]', last);
        await page.click('.period .days-form button[type="submit"]');
        await page.waitForURL((url) => url.searchParams.get("from") === last);
        const params = new URL(page.url()).searchParams;
        expect(params.get("period")).toBe("custom");
        expect(params.get("metric")).toBe("visits");
        expect(params.get("pages")).toBe("exit");
        await page.waitForSelector('.tile[aria-current]:has-text("Visits")');
      }),
    testMaxMs,
  );

  test(
    "an arrow steps the period, and a point of the chart zooms into its day",
    () =>
      stage.visit(demoPath, async (page) => {
        await hasDrawn(page);
        await page.getByRole("link", { name: "The period before" }).click();
        await page.waitForURL("**?from=*&period=custom&to=*");
        await hasDrawn(page);
        await page.locator(".chart-live").click({ position: { x: 300, y: 100 } });
        await page.waitForURL((url) => {
          const { searchParams } = url;
          return searchParams.get("from") === searchParams.get("to");
        });
        expect(await page.locator(".chart-table tbody tr").count()).toBeGreaterThan(20);
      }),
    testMaxMs,
  );

  test(
    "hovering the chart shows the point and what it is compared with",
    () =>
      stage.visit(demoPath, async (page) => {
        await hasDrawn(page);
        await page.locator(".chart-live").hover({ position: { x: 300, y: 100 } });
        await page.waitForSelector(".chart-tip-before");
        expect(await page.locator(".chart-tip > p").count()).toBe(3);
      }),
    testMaxMs,
  );
});

describe("the running dashboard", () => {
  test(
    "follows a visit within seconds and keeps what is open",
    () =>
      stage.visit(`${demoPath}?period=today&devices=browsers`, async (page) => {
        await hasDrawn(page);
        await page.click(".chart-table summary");
        const number = async () => Number(await page.textContent("#online strong"));
        const visitors = await tile(page, "Visitors").locator(".tile-value").textContent();
        const before = await number();
        await page.waitForTimeout(2_500);
        // More than leave meanwhile: each minute some of the demo's visitors do.
        for (let visitor = 198_001; visitor <= 198_020; visitor++)
          await stage.storeVisit(stage.siteId, visitor);
        const storedAt = performance.now();
        await page.waitForFunction(
          (old) => Number(document.querySelector("#online strong")?.textContent) > old,
          before,
          { timeout: followMaxMs },
        );
        await page.waitForFunction(
          (old) => document.querySelector(".tile .tile-value")?.textContent !== old,
          visitors,
          { timeout: followMaxMs },
        );
        expect(performance.now() - storedAt).toBeLessThan(followMaxMs);
        expect(await page.locator(".chart-table").getAttribute("open")).not.toBeNull();
        expect(queryOf(page)).toBe("?period=today&devices=browsers");
        await hasDrawn(page);
      }),
    testMaxMs,
  );

  test(
    "a site without a visit shows its first one by itself",
    async () => {
      const id = await makeSite(stage.database.work, "new.example");
      await stage.visit("/sites/new.example", async (page) => {
        await page.waitForSelector(".empty-state a");
        await page.waitForTimeout(500);
        await stage.storeVisit(id, 1);
        await page.waitForSelector(".tile", { timeout: followMaxMs });
        expect(await tile(page, "Visitors").locator(".tile-value").textContent()).toBe("1");
        await hasDrawn(page);
      });
    },
    testMaxMs,
  );

  test(
    "a click on a row filters all of the page by it, and on a pill takes that away",
    async () => {
      // Of those who came in the tests above, some may be yet to be counted.
      await settleProjections(stage.database.work);
      await stage.visit(demoPath, async (page) => {
        const visitors = async () => {
          const exact = await tile(page, "Visitors").locator(".tile-value").getAttribute("title");
          return Number(exact?.replace(/\D/g, ""));
        };
        const all = await visitors();
        await panel(page, "places").locator(".ranking a").first().click();
        await page.waitForSelector(".pill");
        expect(new URL(page.url()).searchParams.getAll("filter")).toEqual(["country:is:FR"]);
        expect(await page.locator(".pill").allInnerTexts()).toEqual(["Country is France"]);
        const french = await visitors();
        expect(french).toBeGreaterThan(0);
        expect(french).toBeLessThan(all);
        expect(await panel(page, "places").locator("tbody tr").count()).toBe(1);

        await panel(page, "pages").locator(".ranking a").nth(1).click();
        await page.waitForFunction(() => document.querySelectorAll(".pill").length === 2);
        expect(await visitors()).toBeLessThan(french);
        // Whoever steps to another period keeps the filters.
        expect(await page.locator("a[rel=prev]").getAttribute("href")).toContain("filter=");
        await page.locator(".pill").first().click();
        await page.waitForFunction(() => document.querySelectorAll(".pill").length === 1);
        await page.goBack();
        await page.waitForFunction(() => document.querySelectorAll(".pill").length === 2);
        await page.click(".pill-clear");
        await page.waitForFunction(() => document.querySelectorAll(".pill").length === 0);
        expect(await visitors()).toBe(all);
      });
    },
    testMaxMs,
  );

  test(
    "filters without JavaScript, and leaves out what makes no sense",
    () =>
      stage.visit(
        `${demoPath}?filter=country%3Ais%3AFR&filter=nonsense&filter=path%3Acontains%3A%25`,
        async (page) => {
          expect(await page.locator(".pill").allInnerTexts()).toEqual([
            "Country is France",
            "Page contains %",
          ]);
          expect(await tile(page, "Visitors").textContent()).toContain("Visitors0");
          await page.locator(".pill").nth(1).click();
          await page.waitForURL((url) => !url.search.includes("path"));
          await panel(page, "devices").locator(".ranking a").first().click();
          await page.waitForURL(/device/);
          expect(await page.locator(".pill").count()).toBe(2);
        },
        { javaScriptEnabled: false },
      ),
    testMaxMs,
  );
});
