import { describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { demoPath, hasDrawn, stageDashboard } from "#test/support/dashboard-stage.ts";

const testMaxMs = 60_000;

const stage = stageDashboard();

const queryIs = (page: Page, query: string) =>
  page.waitForFunction((wanted) => location.search === wanted, query);
const isOpen = (page: Page) => page.locator("#keys").evaluate((dialog) => dialog.matches(":modal"));

describe("the keys", () => {
  test(
    "follow the links of the page",
    () =>
      stage.visit(`${demoPath}?pages=exit`, async (page) => {
        await hasDrawn(page);
        for (const [key, period] of [
          ["t", "today"],
          ["y", "yesterday"],
          ["w", "7d"],
          ["l", "12mo"],
          ["r", "live"],
        ] as const) {
          await page.keyboard.press(key);
          await queryIs(page, `?pages=exit&period=${period}`);
          await page.waitForSelector(`.period [aria-current][data-key="${key}"]`, {
            state: "attached",
          });
        }
        await page.keyboard.press("m");
        await queryIs(page, "?pages=exit");
        await page.waitForSelector("a[rel=prev]");
        await page.keyboard.press("x");
        await queryIs(page, "?compare=none&pages=exit");
        await page.waitForSelector('[data-key="x"]:has-text("Previous period")', {
          state: "attached",
        });
        await page.keyboard.press("x");
        await queryIs(page, "?pages=exit");
        await page.waitForSelector('[data-key="x"]:has-text("No comparison")', {
          state: "attached",
        });
        await page.keyboard.press("ArrowLeft");
        // On the last of a month of thirty days they are that month, and before them is the last.
        await page.waitForURL(/period=(custom|last-month)/);
        await page.waitForSelector("a[rel=next]");
        await page.keyboard.press("ArrowRight");
        await queryIs(page, "?pages=exit");
      }),
    testMaxMs,
  );

  test(
    "Escape clears the filters, but first what is open",
    () =>
      stage.visit(`${demoPath}?filter=country%3Ais%3AFR`, async (page) => {
        await hasDrawn(page);
        await page.click(".bar-site summary");
        await page.keyboard.press("Escape");
        await page.locator(".bar-site .menu-panel").waitFor({ state: "hidden" });
        await page.waitForTimeout(400);
        expect(await page.locator(".pill").count()).toBe(1);
        await page.keyboard.press("Escape");
        await queryIs(page, "");
        await page.waitForSelector(".pill", { state: "detached" });
      }),
    testMaxMs,
  );

  test(
    "rest in fields, with modifiers, behind a dialog, and when they are switched off",
    () =>
      stage.visit(demoPath, async (page) => {
        await hasDrawn(page);
        await page.keyboard.press("Control+y");
        await page.keyboard.press("Shift+y");
        await page.click(".period summary");
        await page.focus('.period input[name="from"]');
        await page.keyboard.press("y");
        await page.keyboard.press("Escape");
        await page.keyboard.press("?");
        expect(await isOpen(page)).toBe(true);
        await page.keyboard.press("y");
        await page.click("#keys-on");
        await page.keyboard.press("Escape");
        expect(await isOpen(page)).toBe(false);
        await page.keyboard.press("y");
        await page.waitForTimeout(400);
        expect(new URL(page.url()).search).toBe("");
        await page.reload();
        await page.keyboard.press("?");
        expect(await isOpen(page)).toBe(false);
        // By hand the help opens all the same, or nobody could switch them on again.
        await page.click(".bar-more summary");
        await page.click('.menu-item:has-text("Keys")');
        expect(await isOpen(page)).toBe(true);
        expect(await page.isChecked("#keys-on")).toBe(false);
        await page.click("#keys-on");
        await page.click("#keys button");
        expect(
          await page.evaluate(() => document.activeElement?.matches(".bar-more summary")),
        ).toBe(true);
        await page.keyboard.press("y");
        await queryIs(page, "?period=yesterday");
      }),
    testMaxMs,
  );

  test(
    "are listed in French, too",
    () =>
      stage.visit(
        demoPath,
        async (page) => {
          await hasDrawn(page);
          await page.keyboard.press("?");
          expect(await page.textContent("#keys h2")).toBe("Raccourcis clavier");
          expect(await page.locator("#keys dt").count()).toBe(11);
        },
        { locale: "fr-FR" },
      ),
    testMaxMs,
  );
});
