import { describe, expect, test } from "bun:test";
import type { Page, Request } from "playwright-core";
import { objectionsOf } from "#test/support/axe.ts";
import {
  demoPath,
  hasDrawn,
  queryOf,
  stageDashboard,
  tile,
} from "#test/support/dashboard-stage.ts";
import { makeSite } from "#test/support/events.ts";
import { keptPages, stageDoor, waitUntilKept } from "#test/support/pwa-stage.ts";

const testMaxMs = 60_000;
/** A page looks for its server every ten seconds. */
const askedWithinMs = 20_000;
const isNew = { state: "attached", timeout: askedWithinMs } as const;

const stage = stageDashboard(({ database }) => makeSite(database.work, "other.example"));
const pwa = stageDoor(stage);

const figures = (page: Page) => page.locator(".tile-value").allTextContents();
const note = (page: Page) => page.locator('.note[data-name="offline"]');
const isHealth = (request: Request) => request.url().endsWith("/health");

describe("a page of figures without the server", () => {
  test(
    "is shown as it was last seen, and says of when that is; back again, it reloads by itself",
    () =>
      pwa.withPage(demoPath, async (page) => {
        await waitUntilKept(page, demoPath);
        const before = await figures(page);
        pwa.door.set("shut");
        await page.reload();
        await note(page).waitFor();
        expect(await note(page).textContent()).toMatch(
          /^The server cannot be reached\. These are the figures of \d\d:\d\d\.$/,
        );
        expect(await figures(page)).toEqual(before);
        await hasDrawn(page);
        await page.waitForFunction(
          () => document.querySelector<HTMLLinkElement>("link[href*='/pwa.css']")?.sheet,
        );
        // Nobody knows who is on the site now, so the dot is a ring.
        const dot = await page
          .locator(".online")
          .first()
          .evaluate((one) => getComputedStyle(one, "::before").backgroundColor);
        expect(dot).toBe("rgba(0, 0, 0, 0)");
        expect(await page.locator(".online > span").first().isVisible()).toBe(false);
        expect(await objectionsOf(page)).toEqual([]);
        pwa.door.set("open");
        await page.waitForSelector("html:not([data-kept-at])", isNew);
        expect(await note(page).count()).toBe(0);
      }),
    testMaxMs,
  );

  test(
    "is also shown where the browser itself is offline",
    () =>
      pwa.withPage(demoPath, async (page) => {
        await waitUntilKept(page, demoPath);
        pwa.door.set("shut");
        await page.context().setOffline(true);
        await page.reload();
        await note(page).waitFor();
        expect(await note(page).textContent()).toStartWith("You are offline. These are");
        pwa.door.set("open");
        await page.context().setOffline(false);
        await page.waitForSelector("html:not([data-kept-at])", isNew);
      }),
    testMaxMs,
  );

  test(
    "with another period, or from the start, is the last one of the site, and says that",
    () =>
      pwa.withPage(`${demoPath}?period=7d`, async (page) => {
        await waitUntilKept(page, `${demoPath}?period=7d`);
        const before = await figures(page);
        pwa.door.set("shut");
        await page.goto(`${pwa.origin}${demoPath}?period=today`);
        await note(page).waitFor();
        expect(await note(page).textContent()).toEndWith("and not of the choice you asked for.");
        expect(await figures(page)).toEqual(before);
        await page.goto(`${pwa.origin}/`);
        await note(page).waitFor();
        expect(await note(page).textContent()).toMatch(/figures of \d\d:\d\d\.$/);
        expect(await figures(page)).toEqual(before);
      }),
    testMaxMs,
  );

  test(
    "is what was chosen on it afterwards, once it was hidden",
    () =>
      pwa.withPage(demoPath, async (page) => {
        await waitUntilKept(page, demoPath);
        await tile(page, "Pageviews").click();
        await page.waitForURL("**?metric=pageviews");
        expect(await keptPages(page)).not.toContain(demoPath + queryOf(page));
        await page.evaluate(() => {
          Object.defineProperty(document, "hidden", { value: true, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        });
        await waitUntilKept(page, `${demoPath}?metric=pageviews`);
      }),
    testMaxMs,
  );

  test(
    "tells one that is open already, whose figures are those from before",
    () =>
      pwa.withPage(demoPath, async (page) => {
        await page.context().setOffline(true);
        await note(page).waitFor();
        expect(await note(page).textContent()).toStartWith("You are offline. These are");
        await page.context().setOffline(false);
        await note(page).waitFor({ state: "detached", timeout: askedWithinMs });
      }),
    testMaxMs,
  );

  test(
    "tells it no longer once the server answers, although that comes after the connection",
    () =>
      pwa.withPage(demoPath, async (page) => {
        await page.context().setOffline(true);
        await note(page).waitFor();
        pwa.door.set("shut");
        const asked = page.waitForEvent("requestfailed", isHealth);
        await page.context().setOffline(false);
        await asked;
        expect(await note(page).count()).toBe(1);
        pwa.door.set("open");
        await note(page).waitFor({ state: "detached", timeout: askedWithinMs });
      }),
    testMaxMs,
  );

  test(
    "says once that the connection is back where a reload would take something away",
    () =>
      pwa.withPage(demoPath, async (page) => {
        await waitUntilKept(page, demoPath);
        pwa.door.set("shut");
        await page.reload();
        await note(page).waitFor();
        await page.click(".period summary");
        pwa.door.set("open");
        const look = () =>
          page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
        await look();
        const button = note(page).getByRole("button", { name: "Show the latest figures" });
        await button.focus();
        const asked = page.waitForResponse("**/health");
        await look();
        await asked;
        await page.waitForTimeout(300);
        expect(await button.evaluate((one) => document.activeElement === one)).toBe(true);
        await button.press("Enter");
        await page.waitForSelector("html:not([data-kept-at])", { state: "attached" });
      }),
    testMaxMs,
  );
});

describe("a page that was never seen, without the server", () => {
  test.each([
    ["en-GB", "No connection to the server", "Try again"],
    ["fr-FR", "Pas de connexion au serveur", "Réessayer"],
  ])(
    "says in %s what is the matter, and opens as soon as it can",
    (locale, title, button) =>
      pwa.withPage(
        "/account",
        async (page) => {
          expect(await keptPages(page)).toEqual([]);
          pwa.door.set("shut");
          await page.goto(`${pwa.origin}/sites/other.example`);
          expect(await page.textContent("h1")).toBe(title);
          expect(await page.getAttribute("html", "lang")).toBe(locale.slice(0, 2));
          await page.waitForSelector(".notes", { state: "detached" });
          expect(await page.locator(".door-card").evaluate(look)).toBe("solid");
          pwa.door.set("open");
          await page.click(`.btn:has-text("${button}")`);
          await page.waitForSelector("h1:has-text('other.example')");
        },
        { locale },
      ),
    testMaxMs,
  );

  test(
    "never is a part of a page: what htmx asks for fails as ever",
    () =>
      pwa.withPage(demoPath, async (page) => {
        await page.goto(`${pwa.origin}${demoPath}?period=yesterday`);
        await waitUntilKept(page, `${demoPath}?period=yesterday`);
        await page.goto(`${pwa.origin}${demoPath}`);
        pwa.door.set("shut");
        await page.click(".period summary");
        await page.click('.period .menu-item:has-text("Yesterday")');
        await page.locator(".failure p:visible").waitFor();
        expect(queryOf(page)).toBe("");
      }),
    testMaxMs,
  );
});

const look = (card: Element) => getComputedStyle(card).borderTopStyle;
