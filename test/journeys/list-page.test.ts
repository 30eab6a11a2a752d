import { describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { demoPath, panel, stageDashboard } from "#test/support/dashboard-stage.ts";

const testMaxMs = 60_000;
const pathsPath = `${demoPath}/lists/path`;
const phone = { viewport: { width: 360, height: 720 }, isMobile: true, hasTouch: true };

const stage = stageDashboard();

const allLink = (page: Page, name: string) => panel(page, name).locator(".panel-all");
const firstCells = (page: Page) => page.locator(".list-table tbody .ranking-name").allInnerTexts();
const filtersOf = (page: Page) => new URL(page.url()).searchParams.getAll("filter");

describe("the page of a list", () => {
  test(
    "works without JavaScript, from the card to the filtered dashboard",
    async () => {
      for (const size of [{}, phone])
        await stage.visit(
          `${demoPath}?period=7d`,
          async (page) => {
            await allLink(page, "pages").click();
            await page.waitForURL(`**${pathsPath}?period=7d`);
            const count = await page.locator(".list-table tbody tr").count();
            await page.getByRole("link", { name: "Scroll depth", exact: true }).click();
            await page.waitForURL("**&sort=-scrollDepth");
            await page.getByRole("searchbox").fill("BLOG");
            await page.getByRole("button", { name: "Search" }).click();
            await page.waitForURL("**search=BLOG");
            expect(new URL(page.url()).searchParams.get("sort")).toBe("-scrollDepth");
            const found = await firstCells(page);
            expect(found.length).toBeGreaterThan(0);
            expect(found.length).toBeLessThan(count);
            expect(found.every((name) => name.includes("blog"))).toBe(true);
            await page.locator(".period summary").click();
            await page.click('.period .menu-item:has-text("Last 30 days")');
            await page.waitForURL((url) => !url.searchParams.has("period"));
            expect(await page.locator(".list-table tbody tr").count()).toBeGreaterThan(0);
            await page.locator(".list-exclude").first().click();
            await page.waitForURL(/is-not/);
            expect(await page.locator(".pill").count()).toBe(1);
            expect(new URL(page.url()).pathname).toBe(demoPath);
            expect(page.url()).not.toContain("sort");
            expect(page.url()).not.toContain("search");
          },
          { javaScriptEnabled: false, ...size },
        );
    },
    testMaxMs,
  );

  test(
    "says by itself who is on the site now, also once it is ordered anew",
    () =>
      stage.visit(pathsPath, async (page) => {
        // Meanwhile a few of the demo's own visitors may be gone, whose five minutes are over.
        const noticesNew = async (visitors: number[]) => {
          const before = Number(await page.locator("#online strong").textContent());
          for (const visitor of visitors) await stage.storeVisit(stage.siteId, visitor);
          await page.waitForFunction(
            (least) => Number(document.querySelector("#online strong")?.textContent) >= least,
            before + visitors.length / 2,
          );
        };
        const twenty = (first: number) => Array.from({ length: 20 }, (_, at) => first + at);
        await noticesNew(twenty(397_001));
        await page.getByRole("link", { name: "Page", exact: true }).click();
        await page.waitForURL("**?sort=value");
        await page.waitForSelector('.list-table th[aria-sort]:has-text("Page")');
        await noticesNew(twenty(397_101));
      }),
    testMaxMs,
  );

  test.each([320, 360])(
    "fades towards the columns beyond the edge of a phone %i px wide, while there are any",
    (width) =>
      stage.visit(
        pathsPath,
        async (page) => {
          const edges = () =>
            page.locator(".list-scroll").evaluate((one) => {
              const style = getComputedStyle(one);
              return ["--edge-before", "--edge-after"].map((name) =>
                Number.parseFloat(style.getPropertyValue(name)),
              );
            });
          // An animation by scrolling begins with the first picture of the page.
          await page.waitForFunction(() => {
            const style = getComputedStyle(document.querySelector(".list-scroll")!);
            return style.getPropertyValue("--edge-after") !== "0px";
          });
          expect(await edges()).toEqual([0, 36]);
          await page.locator(".list-scroll").evaluate((one) => one.scrollTo(9_999, 0));
          await page.waitForFunction(() => {
            const style = getComputedStyle(document.querySelector(".list-scroll")!);
            return style.getPropertyValue("--edge-after") === "0px";
          });
          expect(await edges()).toEqual([36, 0]);
        },
        { ...phone, viewport: { width, height: 700 } },
      ),
    testMaxMs,
  );

  test(
    "leads a row to the whole dashboard, and back again",
    () =>
      stage.visit(`${demoPath}/lists/source`, async (page) => {
        await page.locator(".list-table .ranking-name").nth(1).click();
        await page.waitForSelector("#dashboard .pill");
        expect(await page.locator("#live").count()).toBe(1);
        expect(await page.title()).toStartWith("Fernside");
        await page.goBack();
        await page.waitForSelector("#list-page");
        await page.locator(".list-back").click();
        await page.waitForSelector("#dashboard");
        expect(filtersOf(page)).toEqual([]);
      }),
    testMaxMs,
  );

  test(
    "pages, and its file has the whole of it in its order",
    () =>
      stage.visit(`${demoPath}/lists/path?limit=5&sort=value`, async (page) => {
        const first = await firstCells(page);
        expect(first).toHaveLength(5);
        await page.getByRole("link", { name: "Next" }).click();
        await page.waitForURL("**offset=5**");
        await page.waitForSelector('.pagination-place:has-text("Page 2")');
        const second = await firstCells(page);
        expect(first.at(-1)! < second[0]!).toBe(true);
        const href = (await page.getAttribute(".list-export", "href")) ?? "";
        const file = await page.evaluate(async (url) => (await fetch(url)).text(), href);
        const names = file
          .trim()
          .split("\r\n")
          .slice(1)
          .map((line) => line.split(",")[0]);
        expect(names.slice(0, 10)).toEqual([...first, ...second]);
        expect(names.length).toBeGreaterThanOrEqual(10);
        // An address from another day may lead past the end.
        await page.goto(`${stage.origin}${demoPath}/lists/path?offset=5000`);
        expect((await firstCells(page)).length).toBeGreaterThan(0);
      }),
    testMaxMs,
  );

  test(
    "is not there for what is no list",
    () =>
      stage.visit(demoPath, async (page) => {
        const statusOf = async (name: string) => {
          const path = `${demoPath}/lists/${encodeURIComponent(name)}`;
          return [name, (await page.request.get(stage.origin + path)).status()];
        };
        for (const name of ["password", "hour", "prop:", "toString"])
          expect(await statusOf(name)).toEqual([name, 404]);
        for (const name of ["utm_term", "hostname", "prop:plan", "props:order"])
          expect(await statusOf(name)).toEqual([name, 200]);
      }),
    testMaxMs,
  );
});
