import { describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { demoPath, hasDrawn, panel, stageDashboard } from "#test/support/dashboard-stage.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

const testMaxMs = 60_000;
const { definitions } = messagesFor("en");

const stage = stageDashboard();

const markOf = (page: Page, term: string) =>
  page.getByRole("button", { name: `Definition: ${term}`, exact: true });
const open = (page: Page) => page.locator(".definition:popover-open");
const hasFocus = (element: Element) => element === document.activeElement;

describe("a definition", () => {
  test(
    "opens by keyboard, closes on Escape, and the focus stays where it was",
    () =>
      stage.visit(demoPath, async (page) => {
        await hasDrawn(page);
        await page.locator(".tile").first().focus();
        await page.keyboard.press("Tab");
        const mark = markOf(page, "Visitors");
        expect(await mark.evaluate(hasFocus)).toBe(true);
        for (const key of ["Enter", "Space"]) {
          await page.keyboard.press(key);
          await open(page).waitFor();
          expect(await open(page).textContent()).toContain(definitions.visitors.text);
          await page.keyboard.press("Escape");
          await open(page).waitFor({ state: "hidden" });
          expect(await mark.evaluate(hasFocus)).toBe(true);
        }
        // Nothing else was asked for by it.
        expect(new URL(page.url()).search).toBe("");
      }),
    testMaxMs,
  );

  test(
    "opens by a click, gives way to the next one, and closes on a click beside it",
    () =>
      stage.visit(demoPath, async (page) => {
        await markOf(page, "Bounce rate").click();
        await open(page).waitFor();
        await markOf(page, "Visits").click();
        expect(await open(page).allTextContents()).toEqual([
          `${definitions.visits.term} ${definitions.visits.text}`,
        ]);
        await page.mouse.click(5, 400);
        await open(page).waitFor({ state: "hidden" });
      }),
    testMaxMs,
  );

  test(
    "stands behind the heads of a list and the name of the curve",
    () =>
      stage.visit(demoPath, async (page) => {
        const heads = [
          [panel(page, "sources"), "Visitors", definitions.visitors],
          [panel(page, "sources"), "Share", definitions.share],
          [panel(page, "actions"), "Events", definitions.events],
          [page.locator(".legend"), "Visitors", definitions.visitors],
        ] as const;
        for (const [part, name, { text }] of heads) {
          await part.getByRole("button", { name, exact: true }).click();
          expect(await open(page).textContent()).toContain(text);
          await page.keyboard.press("Escape");
        }
      }),
    testMaxMs,
  );

  test(
    "stays open while the figures around it refresh themselves",
    () =>
      stage.visit(`${demoPath}?period=today`, async (page) => {
        await hasDrawn(page);
        const visitors = await page.locator(".tile-value").first().textContent();
        await markOf(page, "Pageviews").click();
        for (let visitor = 298_001; visitor <= 298_020; visitor++)
          await stage.storeVisit(stage.siteId, visitor);
        await page.waitForFunction(
          (old) => document.querySelector(".tile-value")?.textContent !== old,
          visitors,
          { timeout: 20_000 },
        );
        expect(await open(page).textContent()).toContain(definitions.pageviews.text);
      }),
    testMaxMs,
  );

  test.each([360, 320])(
    "opens by a tap on a phone %i px wide and lies inside its window",
    (width) =>
      stage.visit(
        demoPath,
        async (page) => {
          await hasDrawn(page);
          // Those at both edges, and one at the very end of the page.
          const marks = [
            markOf(page, "Visitors"),
            markOf(page, "Visit duration"),
            panel(page, "actions").getByRole("button", { name: "Events" }),
          ];
          for (const mark of marks) {
            await mark.tap();
            await open(page).waitFor();
            const box = await open(page).boundingBox();
            expect(box?.x).toBeGreaterThanOrEqual(0);
            expect(box!.x + box!.width).toBeLessThanOrEqual(width);
            expect(box?.y).toBeGreaterThanOrEqual(0);
            expect(box!.y + box!.height).toBeLessThanOrEqual(640);
            await mark.tap();
            await open(page).waitFor({ state: "hidden" });
          }
        },
        { viewport: { width, height: 640 }, isMobile: true, hasTouch: true },
      ),
    testMaxMs,
  );

  test(
    "is read without JavaScript too, and the tile beside it is still a link",
    () =>
      stage.visit(
        demoPath,
        async (page) => {
          await markOf(page, "Views per visit").click();
          expect(await open(page).textContent()).toContain(definitions["views-per-visit"].text);
          await page.keyboard.press("Escape");
          await open(page).waitFor({ state: "hidden" });
          await page.locator(".tile", { hasText: "Views per visit" }).click();
          await page.waitForURL("**?metric=views-per-visit");
        },
        { javaScriptEnabled: false },
      ),
    testMaxMs,
  );

  test(
    "is told with its label to whoever hears the page, and stands in it once",
    () =>
      stage.visit(demoPath, async (page) => {
        const labels = page.locator("[popovertarget]");
        const described = await labels.evaluateAll((all) =>
          all.map((label) => ({
            about: label.getAttribute("popovertarget"),
            same: label.getAttribute("aria-describedby") === label.getAttribute("popovertarget"),
            count: document.querySelectorAll(`[id="${label.getAttribute("popovertarget")}"]`)
              .length,
          })),
        );
        expect(described.length).toBeGreaterThan(15);
        expect(described.filter(({ same, count }) => !same || count !== 1)).toEqual([]);
        const stated = await page
          .locator(".definition")
          .evaluateAll((all) => all.map(({ id }) => id));
        expect(new Set(stated)).toEqual(new Set(described.map(({ about }) => about ?? "")));
      }),
    testMaxMs,
  );
});
