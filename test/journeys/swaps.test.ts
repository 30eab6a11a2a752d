import { describe, expect, test } from "bun:test";
import type { Locator, Page, Route } from "playwright-core";
import {
  demoPath,
  hasDrawn,
  panel,
  queryOf,
  stageDashboard,
  tile,
} from "#test/support/dashboard-stage.ts";

const testMaxMs = 60_000;

const stage = stageDashboard();

const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement: element } = document;
    return element?.getAttribute("aria-label") ?? element?.textContent ?? "";
  });
const figures = (page: Page) => page.locator(".tile-value").allTextContents();
const pills = (page: Page) => page.locator(".pill").allInnerTexts();
const scrollOf = (page: Page) => page.evaluate(() => Math.round(scrollY));
const showsLoading = (page: Page, isLoading: boolean) =>
  page.waitForFunction((wanted) => {
    const bar = document.querySelector("#progress");
    return bar && (getComputedStyle(bar).opacity === "1") === wanted;
  }, isLoading);

/** Holds requests back, however long the page takes, until they are let go. */
function holdBack() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    hold: async (route: Route) => {
      await promise;
      // Whoever asked may have given up meanwhile.
      await route.continue().catch(() => {});
    },
    letGo: resolve,
  };
}

/** Everything that a person would say has come back. */
async function viewOf(page: Page) {
  return {
    query: queryOf(page),
    figures: await figures(page),
    pills: await pills(page),
    tab: await panel(page, "pages").locator(".tabs [aria-current]").textContent(),
    period: await page.locator(".period summary").textContent(),
    scroll: await scrollOf(page),
  };
}

describe("a choice", () => {
  test(
    "of a filter keeps the place of its card, and the focus in it",
    () =>
      stage.visit(`${demoPath}?period=yesterday&pages=entry`, async (page) => {
        await hasDrawn(page);
        // The filtered lists are shorter, and at the end of a page nothing could keep its place.
        await page.setViewportSize({ width: 1280, height: 400 });
        const card = panel(page, "pages");
        const row = card.locator(".ranking a").nth(1);
        await row.scrollIntoViewIfNeeded();
        const top = async () => (await card.boundingBox())?.y ?? 0;
        const before = await top();
        await row.focus();
        await page.keyboard.press("Enter");
        await page.waitForSelector(".pill");
        await page.waitForTimeout(300);
        expect(Math.abs((await top()) - before)).toBeLessThan(3);
        expect(await page.evaluate(() => document.activeElement?.closest("[id]")?.id)).toBe(
          "panel-pages",
        );
        expect(await card.locator(".tabs [aria-current]").textContent()).toBe("Entry pages");
        await page.locator(".pill").focus();
        await page.keyboard.press("Enter");
        await page.waitForSelector(".pill", { state: "detached" });
        // The pill that had the focus is gone; what comes next has it.
        await page.waitForFunction(() => document.activeElement !== document.body);
      }),
    testMaxMs,
  );

  test(
    "of a period gives the focus back to what opened its menu, and keeps the place and the tabs",
    () =>
      stage.visit(`${demoPath}?pages=exit`, async (page) => {
        await hasDrawn(page);
        await page.evaluate(() => scrollTo(0, 400));
        const before = await scrollOf(page);
        await page.locator(".period summary").focus();
        await page.keyboard.press("Enter");
        await page.locator('.period .menu-item:has-text("Last 7 days")').focus();
        await page.keyboard.press("Enter");
        await page.waitForURL("**?pages=exit&period=7d");
        await page.waitForFunction(() => document.activeElement?.matches(".period summary"));
        expect(await scrollOf(page)).toBe(before);
        expect(await panel(page, "pages").locator(".tabs [aria-current]").textContent()).toBe(
          "Exit pages",
        );
      }),
    testMaxMs,
  );
});

describe("Back and Forward", () => {
  test(
    "restore figures, pills, the open tab and the place on the page",
    () =>
      stage.visit(`${demoPath}?period=yesterday`, async (page) => {
        await hasDrawn(page);
        const views: Awaited<ReturnType<typeof viewOf>>[] = [];
        const note = async () => {
          await page.waitForTimeout(200);
          views.push(await viewOf(page));
        };
        // Followed by script: a click would first scroll to what it clicks.
        const follow = (link: Locator) => link.evaluate((element: HTMLElement) => element.click());
        await panel(page, "pages").scrollIntoViewIfNeeded();
        await note();
        await follow(panel(page, "pages").getByRole("link", { name: "Exit pages" }));
        await page.waitForURL("**pages=exit**");
        await page.waitForSelector('#panel-pages .tabs [aria-current]:has-text("Exit pages")');
        await page.evaluate(() => scrollTo(0, 250));
        await note();
        await follow(panel(page, "places").locator(".ranking a").first());
        await page.waitForSelector(".pill");
        await page.evaluate(() => scrollTo(0, 120));
        await note();
        const [first, second, third] = views;
        for (const [step, view] of [
          ["goBack", second],
          ["goBack", first],
          ["goForward", second],
          ["goForward", third],
        ] as const) {
          await page[step]();
          await page.waitForFunction((search) => location.search === search, view?.query ?? "");
          await page.waitForTimeout(600);
          for (let look = 0; look < 80 && !Bun.deepEquals(await viewOf(page), view); look++)
            await page.waitForTimeout(100);
          expect(await viewOf(page)).toEqual(view as never);
        }
      }),
    testMaxMs,
  );

  test(
    "are not overtaken by an answer that was still on its way",
    () =>
      stage.visit(demoPath, async (page) => {
        await hasDrawn(page);
        await tile(page, "Pageviews").click();
        await page.waitForURL("**?metric=pageviews");
        const { hold, letGo } = holdBack();
        await page.route("**period=7d**", hold);
        await page.click(".period summary");
        await page.click('.period .menu-item:has-text("Last 7 days")');
        await page.goBack();
        await page.waitForSelector('.tile[aria-current]:has-text("Visitors")');
        letGo();
        await page.waitForTimeout(1_200);
        expect(queryOf(page)).toBe("");
        expect(await page.locator(".period summary").textContent()).toContain("Last 30 days");
      }),
    testMaxMs,
  );
});

describe("the loading bar", () => {
  test(
    "shows after 150 ms, also on the way back, moves nothing and is gone with the answer",
    () =>
      stage.visit(demoPath, async (page) => {
        await hasDrawn(page);
        await tile(page, "Pageviews").click();
        await page.waitForURL("**?metric=pageviews");
        const height = await page.evaluate(() => document.body.scrollHeight);
        let held = holdBack();
        await page.route(/\/sites\/demo\.example(\?|$)/, (route) => held.hold(route));
        await tile(page, "Visits").first().click();
        await page.waitForFunction(() => document.querySelector("#progress.htmx-request"));
        expect(await page.evaluate(() => document.body.scrollHeight)).toBe(height);
        await showsLoading(page, true);
        held.letGo();
        await page.waitForURL("**?metric=visits");
        await showsLoading(page, false);
        held = holdBack();
        const back = page.goBack();
        await showsLoading(page, true);
        held.letGo();
        await back;
        await page.waitForSelector('.tile[aria-current]:has-text("Pageviews")');
        await showsLoading(page, false);
      }),
    testMaxMs,
  );
});

describe("the focus", () => {
  test(
    "stays on the arrow with which one steps",
    () =>
      stage.visit(demoPath, async (page) => {
        await hasDrawn(page);
        await page.locator("a[rel=prev]").focus();
        await page.keyboard.press("Enter");
        // On the last of a month of thirty days they are that month, and before them is the last.
        await page.waitForURL(/period=(custom|last-month)/);
        expect(await focused(page)).toBe("The period before");
      }),
    testMaxMs,
  );
});
