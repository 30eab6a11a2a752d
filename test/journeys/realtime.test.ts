import { describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { demoPath, hasDrawn, panel, stageDashboard, tile } from "#test/support/dashboard-stage.ts";

const testMaxMs = 120_000;
const minuteMs = 60_000;

const stage = stageDashboard();

const lastMinute = (page: Page) => page.locator(".chart-table tbody tr td").nth(-2).textContent();
const path = `${demoPath}?period=live`;

describe("realtime", () => {
  test(
    "shows what arrives by itself, without a reload, and keeps the focus",
    () =>
      stage.visit(path, async (page) => {
        await hasDrawn(page);
        const visits = tile(page, "Visits").locator(".tile-value");
        const before = await visits.textContent();
        await page.evaluate(() => {
          document.body.dataset.loaded = "once";
        });
        const tab = panel(page, "pages").getByRole("link", { name: "Entry pages" });
        await tab.focus();
        for (let visitor = 398_001; visitor <= 398_020; visitor++)
          await stage.storeVisit(stage.siteId, visitor);
        await page.waitForFunction(
          (old) =>
            [...document.querySelectorAll(".tile")]
              .find((one) => one.textContent?.startsWith("Visits"))
              ?.querySelector(".tile-value")?.textContent !== old,
          before,
        );
        expect(await tab.evaluate((one) => one === document.activeElement)).toBe(true);
        expect(await page.getAttribute("body", "data-loaded")).toBe("once");
        expect(new URL(page.url()).search).toBe("?period=live");
        // The new ones read the first page, without any source. They come in several steps.
        const readRows = () => panel(page, "now").locator("tbody tr").allInnerTexts();
        const readersOf = (rows: string[]) =>
          Number(rows.find((row) => /^\/\s/.test(row))?.replace(/\D/g, ""));
        let rows = await readRows();
        for (let look = 0; look < 100 && !(readersOf(rows) >= 20); look++) {
          await page.waitForTimeout(100);
          rows = await readRows();
        }
        expect(readersOf(rows)).toBeGreaterThanOrEqual(20);
        expect(rows.some((row) => row.startsWith("Direct"))).toBe(true);
        await hasDrawn(page);
      }),
    testMaxMs,
  );

  test(
    "goes on with the minutes though nobody comes, also when it was chosen on the page",
    () =>
      stage.visit(demoPath, async (page) => {
        await hasDrawn(page);
        await page.click(".period summary");
        await page.click('.period .menu-item:has-text("Realtime")');
        await page.waitForURL("**?period=live");
        await panel(page, "now").waitFor();
        await page.click(".chart-table summary");
        const before = await lastMinute(page);
        const tab = panel(page, "pages").getByRole("link", { name: "Entry pages" });
        await tab.focus();
        await page.waitForFunction(
          (old) =>
            document.querySelector(".chart-table tbody tr:last-child td")?.textContent !== old,
          before,
          { timeout: minuteMs + 10_000 },
        );
        expect(await page.locator(".chart-table tbody tr").count()).toBe(31);
        expect(await tab.evaluate((one) => one === document.activeElement)).toBe(true);
        expect(await page.locator(".chart-table").getAttribute("open")).not.toBeNull();
      }),
    testMaxMs,
  );

  test(
    "says without JavaScript what it was when it was asked",
    () =>
      stage.visit(
        path,
        async (page) => {
          expect(await page.locator(".chart-table tbody tr").count()).toBe(31);
          expect(await page.locator(".bar").textContent()).toContain("Realtime");
          await panel(page, "now").locator("tbody a").first().click();
          await page.waitForURL(/filter=exit_path/);
          expect(await page.locator(".pill").textContent()).toContain("Exit page is");
        },
        { javaScriptEnabled: false },
      ),
    testMaxMs,
  );
});
