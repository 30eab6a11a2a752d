import { describe, expect, test } from "bun:test";
import type { BrowserContextOptions, Page } from "playwright-core";
import { objectionsOf } from "#test/support/axe.ts";
import { demoPath, panel, stageDashboard } from "#test/support/dashboard-stage.ts";

import { messagesFor } from "#views/messages/catalogue.ts";

const testMaxMs = 60_000;
const pathsPath = `${demoPath}/lists/path`;
const phone = { viewport: { width: 360, height: 720 }, isMobile: true, hasTouch: true };
const sizes: [string, BrowserContextOptions][] = [
  ["a desktop", {}],
  ["a phone", phone],
];

const stage = stageDashboard();

const dialogOf = (page: Page) => page.locator("#list-dialog");
const allLink = (page: Page, name: string) => panel(page, name).locator(".panel-all");
const firstCells = (page: Page) => page.locator(".list-table tbody .ranking-name").allInnerTexts();
const column = (page: Page, index: number) =>
  page.locator(`.list-table tbody td:nth-child(${index + 1})`).allInnerTexts();
const filtersOf = (page: Page) => new URL(page.url()).searchParams.getAll("filter");
const hasFocus = (element: Element) => element === document.activeElement;
const isGone = (page: Page) => dialogOf(page).waitFor({ state: "detached" });

async function openDialog(page: Page, name = "pages"): Promise<void> {
  await allLink(page, name).click();
  await page.waitForSelector("#list-dialog[open]");
}

describe("the list that All opens", () => {
  test(
    "is a modal dialog under its own address; Escape closes it and the focus returns",
    () =>
      stage.visit(`${demoPath}?period=7d`, async (page) => {
        await page.evaluate(() => {
          document.querySelector("figure-chart")?.setAttribute("data-mine", "same");
        });
        for (const close of ["Escape", "button", "Back", "backdrop"]) {
          await allLink(page, "pages").focus();
          await page.keyboard.press("Enter");
          await page.waitForSelector("#list-dialog[open]");
          expect(new URL(page.url()).pathname).toBe(pathsPath);
          expect(new URL(page.url()).search).toBe("?period=7d");
          expect(await dialogOf(page).evaluate((element) => element.matches(":modal"))).toBe(true);
          expect(await dialogOf(page).locator("h2").evaluate(hasFocus)).toBe(true);
          if (close === "Escape") await page.keyboard.press("Escape");
          if (close === "button")
            await dialogOf(page).getByRole("button", { name: "Close" }).click();
          if (close === "Back") await page.goBack();
          if (close === "backdrop") await page.mouse.click(3, 3);
          await isGone(page);
          expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(
            `${demoPath}?period=7d`,
          );
          await page.waitForTimeout(150);
          // A browser that has gone back puts the focus on the page first, and then we do.
          await page.waitForFunction(() => document.activeElement?.matches(".panel-all"));
          expect([close, await allLink(page, "pages").evaluate(hasFocus)]).toEqual([close, true]);
        }
        // The dashboard below was never asked for again.
        expect(await page.getAttribute("figure-chart", "data-mine")).toBe("same");
      }),
    testMaxMs,
  );

  test(
    "opens over the dashboard again by Forward, as it was left, and only over its own",
    () =>
      stage.visit(`${demoPath}?period=7d`, async (page) => {
        await page.getByRole("link", { name: "The period before" }).click();
        await page.waitForURL("**period=custom**");
        const dashboard = page.url();
        await openDialog(page);
        await dialogOf(page).getByRole("link", { name: "Bounce rate", exact: true }).click();
        await page.waitForURL("**sort=-bounceRate**");
        const list = page.url();
        for (const backs of [1, 2]) {
          for (let step = 0; step < backs; step++) await page.goBack();
          await isGone(page);
          if (backs === 2) await page.waitForSelector('.period summary:has-text("Last 7 days")');
          if (backs === 2) await page.goForward();
          await page.waitForSelector("a[rel=next]");
          expect(page.url()).toBe(dashboard);
          await page.goForward();
          await page.waitForSelector("#list-dialog[open]");
          expect(page.url()).toBe(list);
          expect(await page.locator("#dashboard").count()).toBe(1);
          expect(await dialogOf(page).evaluate((element) => element.matches(":modal"))).toBe(true);
          expect(await dialogOf(page).locator("h2").evaluate(hasFocus)).toBe(true);
        }
        await dialogOf(page).locator(".ranking-name").first().click();
        await page.waitForSelector(".pill");
        // What is on the page now is the dashboard that the filter made.
        await page.goBack();
        await page.waitForSelector("#list-page");
        expect(page.url()).toBe(list);
      }),
    testMaxMs,
  );

  test(
    "is a page after a reload, and the dashboard is one Back away",
    () =>
      stage.visit(demoPath, async (page) => {
        await openDialog(page);
        await page.reload();
        await page.waitForSelector("#list-page");
        expect(await dialogOf(page).count()).toBe(0);
        await page.goBack();
        await page.waitForSelector("#dashboard");
        await page.goForward();
        await page.waitForSelector("#list-page");
        expect(await page.locator(".list-table tbody tr").count()).toBeGreaterThan(5);
      }),
    testMaxMs,
  );

  test(
    "is ordered by a click on a head, and Back still closes it",
    () =>
      stage.visit(demoPath, async (page) => {
        await openDialog(page);
        const sorted = page.locator(".list-table th[aria-sort]");
        expect(await sorted.getAttribute("aria-sort")).toBe("descending");
        await dialogOf(page).getByRole("link", { name: "Bounce rate", exact: true }).click();
        await page.waitForURL("**?sort=-bounceRate");
        await page.waitForSelector('.list-table th[aria-sort]:has-text("Bounce rate")');
        const rates = (await column(page, 4)).map((text) => Number.parseFloat(text));
        expect(rates).toEqual(rates.toSorted((a, b) => b - a));
        await dialogOf(page).getByRole("link", { name: "Bounce rate", exact: true }).click();
        await page.waitForSelector('.list-table th[aria-sort="ascending"]');
        await dialogOf(page).getByRole("link", { name: "Page", exact: true }).click();
        await page.waitForURL("**?sort=value");
        await page.waitForSelector('.list-table th[aria-sort]:has-text("Page")');
        const names = await firstCells(page);
        expect(names).toEqual(names.toSorted((a, b) => (a < b ? -1 : 1)));
        expect(await dialogOf(page).evaluate((element) => element.matches(":modal"))).toBe(true);
        await page.goBack();
        await isGone(page);
        expect(page.url()).toBe(stage.origin + demoPath);
      }),
    testMaxMs,
  );

  test(
    "is searched while one types, says when nothing is found, and finds names",
    () =>
      stage.visit(demoPath, async (page) => {
        await openDialog(page, "places");
        const field = dialogOf(page).getByRole("searchbox");
        await field.focus();
        await page.keyboard.type("ger", { delay: 40 });
        await page.waitForURL("**?search=ger");
        await page.waitForFunction(
          () => document.querySelectorAll(".list-table tbody tr").length < 4,
        );
        expect(await firstCells(page)).toContain("Germany");
        expect(await field.evaluate(hasFocus)).toBe(true);
        expect(await dialogOf(page).getByRole("status").textContent()).toMatch(/^1 to \d+ of \d+$/);
        await page.keyboard.type("xyz");
        // Where typing falters, nothing is found by the first of these letters already.
        await page.waitForSelector(".list-empty:has-text('gerxyz')");
        expect(await page.locator(".list-empty").textContent()).toContain(
          "Nothing in this list contains “gerxyz”.",
        );
        expect(await field.inputValue()).toBe("gerxyz");
        await page.locator(".list-clear").click();
        await page.waitForSelector(".list-table");
        expect(new URL(page.url()).search).toBe("");
      }),
    testMaxMs,
  );

  test.each(sizes)(
    "filters the dashboard by a row, or excludes it, on %s",
    (_, size) =>
      stage.visit(
        demoPath,
        async (page) => {
          await openDialog(page);
          const [name = ""] = await firstCells(page);
          await dialogOf(page).locator(".ranking-name").first().click();
          await page.waitForSelector(".pill");
          await isGone(page);
          expect(filtersOf(page)).toEqual([`path:is:${name}`]);
          expect(new URL(page.url()).pathname).toBe(demoPath);
          await page.goto(stage.origin + demoPath);
          await openDialog(page);
          const exclude = dialogOf(page).getByRole("link", {
            name: `Exclude ${name}`,
            exact: true,
          });
          // Nobody hovers with a finger.
          if (!("hasTouch" in size)) await dialogOf(page).locator("tbody tr").first().hover();
          expect(await exclude.evaluate((element) => getComputedStyle(element).opacity)).toBe("1");
          await exclude.click();
          await page.waitForSelector(".pill");
          await isGone(page);
          expect(filtersOf(page)).toEqual([`path:is-not:${name}`]);
        },
        size,
      ),
    testMaxMs,
  );

  test.each(sizes)(
    "turns its pages, from the top of each, and is closed by its button, on %s",
    (_, size) =>
      stage.visit(
        `${demoPath}?limit=20`,
        async (page) => {
          await openDialog(page);
          const first = await firstCells(page);
          expect(first).toHaveLength(20);
          await page.locator(".list-scroll").evaluate((element) => element.scrollTo(0, 9_999));
          await dialogOf(page).getByRole("link", { name: "Next" }).click();
          await page.waitForURL("**offset=20**");
          await page.waitForSelector('#list-dialog[open] .pagination-place:has-text("Page 2")');
          await page.waitForFunction(() => document.querySelector(".list-scroll")?.scrollTop === 0);
          expect((await firstCells(page)).filter((name) => first.includes(name))).toEqual([]);
          await dialogOf(page).getByRole("button", { name: "Close" }).click();
          await isGone(page);
          expect(page.url()).toBe(`${stage.origin}${demoPath}?limit=20`);
        },
        size,
      ),
    testMaxMs,
  );

  test(
    "obeys the filters, and what it takes away is gone from the dashboard, too",
    () =>
      stage.visit(`${demoPath}?filter=device:is:mobile&filter=country:is:FR`, async (page) => {
        await openDialog(page);
        const rows = page.locator(".list-table tbody tr");
        const [before] = await column(page, 1);
        await dialogOf(page).locator(".pill").first().click();
        await page.waitForFunction(
          () => document.querySelectorAll("#list-dialog .pill").length === 1,
        );
        expect(await rows.count()).toBeGreaterThan(0);
        expect((await column(page, 1))[0]).not.toBe(before);
        await page.keyboard.press("Escape");
        await isGone(page);
        await page.waitForFunction(() => document.querySelectorAll(".pill").length === 1);
        expect(new URL(page.url()).pathname).toBe(demoPath);
        expect(filtersOf(page)).toEqual(["country:is:FR"]);
        expect(await allLink(page, "pages").evaluate(hasFocus)).toBe(true);
        await page.goBack();
        await page.waitForFunction(() => document.querySelectorAll(".pill").length === 2);
      }),
    testMaxMs,
  );

  test(
    "explains its columns inside the dialog, where axe finds nothing to object to",
    async () => {
      for (const options of [
        { colorScheme: "light", locale: "en-GB", viewport: { width: 1280, height: 800 } },
        { colorScheme: "dark", locale: "fr-FR", ...phone },
        { colorScheme: "light", locale: "en-GB", ...phone, viewport: { width: 320, height: 640 } },
      ] as const)
        await stage.visit(
          demoPath,
          async (page) => {
            await openDialog(page);
            expect(await objectionsOf(page)).toEqual([]);
            const { definitions } = messagesFor(options.locale === "fr-FR" ? "fr" : "en");
            const mark = dialogOf(page).locator(".definition-mark").first();
            await mark.click();
            const open = page.locator(".definition:popover-open");
            await open.waitFor();
            expect(await open.textContent()).toContain(definitions.visitors.text);
            await page.keyboard.press("Escape");
            await open.waitFor({ state: "hidden" });
            expect(await dialogOf(page).isVisible()).toBe(true);
          },
          options,
        );
    },
    testMaxMs,
  );
});

describe("Alt and a click on a value", () => {
  test(
    "exclude it, in a card and in a list, one after the other in one filter",
    () =>
      stage.visit(demoPath, async (page) => {
        const names = panel(page, "pages").locator(".ranking-name");
        const [first = ""] = await names.allInnerTexts();
        expect(await names.first().getAttribute("title")).toContain("Alt and a click exclude it");
        await names.first().click({ modifiers: ["Alt"] });
        await page.waitForSelector(".pill");
        expect(filtersOf(page)).toEqual([`path:is-not:${first}`]);
        await openDialog(page);
        const [second = ""] = await firstCells(page);
        await dialogOf(page)
          .locator(".ranking-name")
          .first()
          .click({ modifiers: ["Alt"] });
        await isGone(page);
        await page.waitForURL((url) => url.href.includes("%7C"));
        expect(filtersOf(page)).toEqual([`path:is-not:${first}|${second}`]);
        expect(await page.locator(".pill").count()).toBe(1);
      }),
    testMaxMs,
  );

  test(
    "take the place of a filter by the value",
    () =>
      stage.visit(`${demoPath}?filter=device:is:mobile`, async (page) => {
        await panel(page, "devices")
          .locator(".ranking-name")
          .first()
          .click({ modifiers: ["Alt"] });
        await page.waitForURL(/is-not/);
        expect(filtersOf(page)).toEqual(["device:is-not:mobile"]);
      }),
    testMaxMs,
  );
});
