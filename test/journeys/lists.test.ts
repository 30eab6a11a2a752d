import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import {
  type DashboardStage,
  demoPath,
  panel,
  setDashboardStage,
  tile,
} from "#test/support/dashboard-stage.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

const setUpMaxMs = 90_000;
const testMaxMs = 60_000;
const pathsPath = `${demoPath}/lists/path`;
const phone = { viewport: { width: 360, height: 720 }, isMobile: true, hasTouch: true };

let stage: DashboardStage;
let axe: string;

beforeAll(async () => {
  axe = await Bun.file(Bun.resolveSync("axe-core/axe.min.js", import.meta.dir)).text();
  stage = await setDashboardStage();
}, setUpMaxMs);

afterAll(() => stage?.stop(), setUpMaxMs);

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
          expect([close, await allLink(page, "pages").evaluate(hasFocus)]).toEqual([close, true]);
        }
        // The dashboard below was never asked for again.
        expect(await page.getAttribute("figure-chart", "data-mine")).toBe("same");
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
        await page.waitForSelector(".list-empty");
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

  test(
    "filters the dashboard by a row, or excludes it",
    () =>
      stage.visit(demoPath, async (page) => {
        await openDialog(page);
        const [name = ""] = await firstCells(page);
        await dialogOf(page).locator(".ranking-name").first().click();
        await page.waitForSelector(".pill");
        await isGone(page);
        expect(filtersOf(page)).toEqual([`path:is:${name}`]);
        expect(new URL(page.url()).pathname).toBe(demoPath);
        await page.goto(stage.origin + demoPath);
        await openDialog(page);
        await dialogOf(page).locator("tbody tr").first().hover();
        await dialogOf(page).locator(".list-exclude").first().click();
        await page.waitForSelector(".pill");
        await isGone(page);
        expect(filtersOf(page)).toEqual([`path:is-not:${name}`]);
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

describe("the page of a list", () => {
  test.each([
    { colorScheme: "light", locale: "fr-FR", viewport: { width: 1280, height: 800 } },
    { colorScheme: "dark", locale: "en-GB", ...phone },
    { colorScheme: "light", locale: "en-GB", ...phone, viewport: { width: 320, height: 640 } },
  ] as const)(
    "has nothing that axe objects to, and nothing sticks out ($colorScheme)",
    (options) =>
      stage.visit(
        `${demoPath}/lists/path?filter=device:is:mobile`,
        async (page) => {
          expect(await page.evaluate(sticksOut)).toBeLessThanOrEqual(0);
          expect(await objectionsOf(page)).toEqual([]);
        },
        options,
      ),
    testMaxMs,
  );

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
        for (const name of ["password", "hour", "prop:"]) {
          const answer = await page.request.get(`${stage.origin}${demoPath}/lists/${name}`);
          expect([name, answer.status()]).toEqual([name, 404]);
        }
      }),
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
        await tile(page, "Visitors").waitFor();
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

/** What axe finds: the rule and the piece of HTML. */
async function objectionsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

/** By how much the page is wider than its window. */
function sticksOut(): number {
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth - clientWidth;
}

interface Axe {
  run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}
