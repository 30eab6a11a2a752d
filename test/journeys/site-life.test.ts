import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { locks } from "#src/db/lock.ts";
import { objectionsOf } from "#test/support/axe.ts";
import { type DashboardStage, demoPath, setDashboardStage } from "#test/support/dashboard-stage.ts";
import { makeSite } from "#test/support/events.ts";

// What becomes of a site: it is archived, restored, and at last deleted before one's eyes.

const setUpMaxMs = 90_000;
const testMaxMs = 60_000;

let stage: DashboardStage;
beforeAll(async () => {
  stage = await setDashboardStage();
  await makeSite(stage.database.work, "other.example");
}, setUpMaxMs);
afterAll(() => stage?.stop(), setUpMaxMs);

const rowOf = (page: Page, domain: string) => page.locator("tbody tr", { hasText: domain });
const press = (page: Page, name: string) => page.getByRole("button", { name }).click();

/** Keeps whoever erases visits waiting until it is told to let go. */
async function holdErasing(): Promise<{ release(): Promise<void> }> {
  const holder = await stage.database.work.reserve();
  await holder`select pg_advisory_lock(${locks.visits})`;
  return {
    release: async () => {
      await holder`select pg_advisory_unlock(${locks.visits})`;
      holder.release();
    },
  };
}

describe.each([
  ["with scripts", true],
  ["without scripts", false],
] as const)("an admin %s", (_how, javaScriptEnabled) => {
  test(
    "archives a site, sees that it rests, and restores it",
    () =>
      stage.visit(
        `${demoPath}/settings`,
        async (page) => {
          await press(page, "Archive the site");
          await page.waitForSelector("text=This site is archived");
          await page.goto(new URL("/sites", page.url()).href);
          expect(await page.locator(".site-card").allTextContents()).toHaveLength(1);
          await page.getByRole("link", { name: "Manage" }).click();
          const row = rowOf(page, "demo.example");
          expect(await row.locator("[data-state]").textContent()).toBe("Archived");
          await row.getByRole("link", { name: "Fernside" }).first().click();
          await page.waitForSelector(".bar .mark:text-is('Archived')");
          await page.goto(new URL(`${demoPath}/settings`, page.url()).href);
          await press(page, "Restore the site");
          await page.waitForSelector("button:text-is('Archive the site')");
          await page.goto(new URL("/sites", page.url()).href);
          expect(await page.locator(".site-card").allTextContents()).toHaveLength(2);
        },
        { javaScriptEnabled },
      ),
    testMaxMs,
  );
});

describe("the pages of a site's life", () => {
  test.each(["/admin/sites", `${demoPath}/settings`, `${demoPath}/delete`])(
    "%s has nothing that keeps anybody out, light and dark, and fits a phone",
    async (path) => {
      for (const colorScheme of ["light", "dark"] as const)
        await stage.visit(
          path,
          async (page) => {
            expect(await objectionsOf(page)).toEqual([]);
            expect(
              await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
            ).toBe(true);
          },
          { colorScheme, viewport: { width: 360, height: 740 } },
        );
    },
    testMaxMs,
  );
});

describe("an admin who deletes a site", () => {
  test(
    "is asked for its domain, and watches it go without a reload",
    async () => {
      const hold = await holdErasing();
      await stage.visit(
        `${demoPath}/settings`,
        async (page) => {
          await page.getByRole("link", { name: "Delete the site…" }).click();
          await page.waitForURL("**/delete");
          expect(await page.textContent("main")).toMatch(/[\d,]+ events since .* would be lost/);
          await page.fill("#domain", "demo.example");
          await press(page, "Delete for good");
          await page.waitForURL("**/admin/sites");
          const row = rowOf(page, "demo.example");
          expect(await row.textContent()).toContain("Being deleted");
          expect(await row.getByRole("link").count()).toBe(0);
          await page.waitForSelector("progress[max]");
          expect(await objectionsOf(page)).toEqual([]);
          await hold.release();
          await row.locator(".deletion[role=status]:text-is('Deleted')").waitFor();
          expect(await page.locator("[hx-trigger]").count()).toBe(0);
          await page.reload();
          expect(await rowOf(page, "demo.example").count()).toBe(0);
          expect(await rowOf(page, "other.example").count()).toBe(1);
        },
        { viewport: { width: 1280, height: 900 } },
      );
    },
    testMaxMs,
  );

  test(
    "sees it by reloading where there are no scripts",
    async () => {
      const hold = await holdErasing();
      await stage.visit(
        "/sites/other.example/delete",
        async (page) => {
          await page.fill("#domain", "other.example");
          await press(page, "Delete for good");
          await page.waitForURL("**/admin/sites");
          expect(await rowOf(page, "other.example").textContent()).toContain("Being deleted");
          await hold.release();
          while ((await rowOf(page, "other.example").count()) > 0) await page.reload();
          expect(await page.textContent("main")).toContain("No site yet");
        },
        { javaScriptEnabled: false },
      );
    },
    testMaxMs,
  );
});
