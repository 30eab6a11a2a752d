import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { type Person, signedIn, startTestApp, stranger, type TestApp } from "#test/support/app.ts";
import { launchBrowser, watchConsole } from "#test/support/browser.ts";
import { makeSite } from "#test/support/events.ts";
import { helpSlugs } from "#views/help/contents.ts";

const maxMs = 60_000;
let app: TestApp;
let browser: Browser;
let client: Person;

beforeAll(async () => {
  app = await startTestApp();
  browser = await launchBrowser();
  const { work } = app.database;
  const siteIds = [await makeSite(work, "atelier.example"), await makeSite(work, "bakery.example")];
  client = await signedIn(app, { email: "carla@x.example", role: "client", siteIds });
}, maxMs);
afterAll(async () => {
  await browser?.close();
  await app?.stop();
}, maxMs);

/** Opens a page and holds it to its word: nothing in the console. */
async function visit(
  path: string,
  check: (page: Page) => Promise<void>,
  { who = client, ...options }: BrowserContextOptions & { who?: Person } = {},
): Promise<void> {
  const context = await browser.newContext({ locale: "en-GB", ...options });
  const [name = "", value = ""] = who.cookie.split("=");
  if (name) await context.addCookies([{ name, value, url: app.origin }]);
  const complaints = watchConsole(context);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  try {
    await page.goto(app.origin + path);
    await check(page);
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
  }
}

const search = "input[name=q]";
const hits = ".help-hits .help-link";
const phone = { viewport: { width: 360, height: 780 }, isMobile: true, hasTouch: true };

/** By how much the page is wider than its window. */
function sticksOut(): number {
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth - clientWidth;
}

describe("the search of the help", () => {
  test(
    "finds while one types, has an address for what it found, and leads to the part of a page",
    () =>
      visit("/docs?site=bakery.example", async (page) => {
        const steps = await page.evaluate(() => history.length);
        await page.keyboard.press("/");
        await page.keyboard.type("bounce", { delay: 20 });
        // Where typing falters, the first letters are looked for before all of them.
        await page.waitForURL((url) => url.searchParams.get("q") === "bounce");
        await page.waitForSelector("#help-found a[href$='&q=bounce']");
        await page.waitForSelector(hits);
        expect(await page.evaluate(() => history.length)).toBe(steps);
        expect(await page.evaluate(() => document.activeElement?.id)).toBe("help-q");
        expect(await page.locator(".help-excerpt mark").first().textContent()).toMatch(/^bounce/i);
        expect(await page.getByText("Cette page en français").getAttribute("href")).toBe(
          "/docs?site=bakery.example&lang=fr&q=bounce",
        );
        await page.locator(hits, { hasText: "Bounce rate" }).first().click();
        await page.waitForURL(/\/docs\/metrics\?site=bakery\.example#bounce-rate$/);
        expect(await page.locator("#bounce-rate").isVisible()).toBe(true);
        await page.goBack();
        await page.waitForSelector(hits);
        expect(await page.inputValue(search)).toBe("bounce");
      }),
    maxMs,
  );

  test(
    "says what to do where it finds nothing, and shows the contents again",
    () =>
      visit("/docs", async (page) => {
        await page.fill(search, "zzzz");
        await page.getByText("Nothing found for “zzzz”").waitFor();
        expect(await page.locator(".help-groups").isVisible()).toBe(true);
        await page.fill(search, "");
        await page.getByText("Nothing found").waitFor({ state: "detached" });
        expect(await page.locator(".help-groups").isVisible()).toBe(true);
      }),
    maxMs,
  );

  test(
    "works for a stranger without scripts, in the language of the address",
    () =>
      visit(
        "/docs?lang=fr",
        async (page) => {
          await page.fill(search, "evenements");
          await page.press(search, "Enter");
          await page.waitForURL(/lang=fr&q=evenements/);
          expect(await page.locator(".help-excerpt mark").count()).toBeGreaterThan(0);
          await page.click(hits);
          expect(await page.getAttribute("html", "lang")).toBe("fr");
        },
        { javaScriptEnabled: false, who: stranger(app) },
      ),
    maxMs,
  );
});

describe("a page of the help", () => {
  test(
    "copies the line of the reader's own site, and of another of theirs once it is chosen",
    () =>
      visit(
        "/docs/html",
        async (page) => {
          const copied = async () => {
            await page.locator(".copy-box button").first().click();
            await page.getByText("Copied", { exact: true }).first().waitFor();
            return await page.evaluate(() => navigator.clipboard.readText());
          };
          const lineOf = (key: string) => `<script defer src="${app.origin}/${key}.js"></script>`;
          expect(await copied()).toBe(lineOf("atelier.exam"));
          await page.selectOption("#help-site", "bakery.example");
          await page.click(".help-site button");
          await page.waitForURL(/\?site=bakery\.example$/);
          expect(await copied()).toBe(lineOf("bakery.examp"));
        },
        { permissions: ["clipboard-read", "clipboard-write"] },
      ),
    maxMs,
  );

  test(
    "has the contents at its side on a desktop, and above it, folded, on a phone",
    async () => {
      const [side, fold] = [".help-aside[data-place=contents]", ".help-fold[data-place=contents]"];
      await visit("/docs/html", async (page) => {
        expect(await page.locator(fold).isVisible()).toBe(false);
        await page.locator(side).getByRole("link", { name: "Shopify" }).click();
        await page.waitForURL(/\/docs\/shopify$/);
        expect(await page.textContent(`${side} [aria-current]`)).toBe("Shopify");
      });
      await visit(
        "/docs/html",
        async (page) => {
          expect(await page.locator(side).isVisible()).toBe(false);
          await page.locator(fold).getByText("Contents of the help").click();
          await page.locator(fold).getByRole("link", { name: "Shopify" }).click();
          await page.waitForURL(/\/docs\/shopify$/);
        },
        phone,
      );
    },
    maxMs,
  );

  test.each(["en", "fr"])(
    "none of %s sticks out of a phone",
    (lang) =>
      visit(
        `/docs?lang=${lang}`,
        async (page) => {
          const wide: string[] = [];
          for (const slug of helpSlugs) {
            await page.goto(`${app.origin}/docs/${slug}?lang=${lang}`);
            if ((await page.evaluate(sticksOut)) > 0) wide.push(slug);
          }
          expect(wide).toEqual([]);
        },
        { ...phone, viewport: { width: 320, height: 780 } },
      ),
    maxMs,
  );
});
