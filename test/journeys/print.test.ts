import { describe, expect, test } from "bun:test";
import { demoPath, hasDrawn, stageDashboard } from "#test/support/dashboard-stage.ts";

const testMaxMs = 30_000;
/** A4 without its margins, at 96 dots an inch. */
const paper = { width: 688, height: 1017 };

const stage = stageDashboard();

describe("the report on paper", () => {
  test.each(["light", "dark"] as const)(
    "has a title and all figures, nothing to press, and is black on white in the %s theme",
    (colorScheme) =>
      stage.visit(
        `${demoPath}?filter=country:is:FR`,
        async (page) => {
          await hasDrawn(page);
          await page.evaluate((theme) => {
            document.documentElement.dataset.theme = theme;
          }, colorScheme);
          expect(await page.locator(".report-title").isVisible()).toBe(false);
          await page.emulateMedia({ media: "print" });
          expect(await page.textContent(".report-site")).toBe("Fernside Coffee (demo)");
          const title = await page.locator(".report-title span").allTextContents();
          expect(title.slice(0, 2)).toEqual(["demo.example", "Last 30 days"]);
          expect(title[2]).toMatch(/20\d\d$/);
          expect(await page.textContent(".pill")).toBe("Country is France");
          expect(await page.locator(".tile:visible").count()).toBeGreaterThan(5);
          expect(await page.locator(".plot-line").isVisible()).toBe(true);
          const ways = "nav.sections, .bar, .segments, .btn, .menu, .panel-export, .skip-link";
          expect(await page.locator(`:is(${ways}):visible`).count()).toBe(0);
          const ink = () => {
            const { color } = getComputedStyle(document.body);
            const { backgroundColor } = getComputedStyle(document.documentElement);
            return { color, backgroundColor };
          };
          expect(await page.evaluate(ink)).toEqual({
            color: "rgb(0, 0, 0)",
            backgroundColor: "rgb(255, 255, 255)",
          });
        },
        { colorScheme },
      ),
    testMaxMs,
  );

  test(
    "gives each card the whole width, and none is longer than a page",
    () =>
      stage.visit(
        demoPath,
        async (page) => {
          await hasDrawn(page);
          await page.emulateMedia({ media: "print" });
          const cards = await page.locator(".card:visible").evaluateAll((found) =>
            found.map((card) => ({
              width: card.clientWidth,
              height: card.clientHeight,
              isWhole: getComputedStyle(card).breakInside === "avoid",
            })),
          );
          expect(cards.length).toBeGreaterThan(4);
          for (const { width, height, isWhole } of cards) {
            expect(width).toBeGreaterThan(paper.width - 10);
            expect(height).toBeLessThan(paper.height);
            expect(isWhole).toBe(true);
          }
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(paper.width);
        },
        { viewport: paper },
      ),
    testMaxMs,
  );

  test(
    "is printed from the bar's menu",
    () =>
      stage.visit(demoPath, async (page) => {
        await page.evaluate(() => {
          window.print = () => {
            document.title = "printed";
          };
        });
        await page.click(".bar-more summary");
        await page.getByRole("button", { name: "Print" }).click();
        expect(await page.title()).toBe("printed");
      }),
    testMaxMs,
  );

  test(
    "is left to the browser's own menu without scripts",
    () =>
      stage.visit(
        demoPath,
        async (page) => {
          await page.click(".bar-more summary");
          await page.locator(".bar-more .menu-panel").waitFor();
          expect(await page.getByText("Print", { exact: true }).isVisible()).toBe(false);
        },
        { javaScriptEnabled: false },
      ),
    testMaxMs,
  );
});
