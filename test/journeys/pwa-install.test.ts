import { describe, expect, test } from "bun:test";
import type { BrowserContext, Page } from "playwright-core";
import { withProfile } from "#test/support/app-window.ts";
import { demoPath, stageDashboard } from "#test/support/dashboard-stage.ts";

const testMaxMs = 60_000;

const stage = stageDashboard();

const note = (page: Page) => page.locator('.note[data-name="install"]');
const hasLoaded = (page: Page) =>
  page.waitForSelector('link[href*="/pwa.css"]', { state: "attached" });

async function openSignedIn(context: BrowserContext, path = demoPath): Promise<Page> {
  await stage.signIn(context);
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(stage.origin + path);
  return page;
}

/** As if the site had been looked at on these days, too. */
function usedBefore(context: BrowserContext, days: string): Promise<unknown> {
  return context.addInitScript((text) => {
    if (!localStorage.getItem("days-of-use")) localStorage.setItem("days-of-use", text);
  }, days);
}

describe("Chromium's own tools", () => {
  test.each([
    ["en", "manifest.webmanifest", "The visitors of your sites, without cookies"],
    ["fr", "manifest.fr.webmanifest", "Les visiteurs de vos sites, sans cookies"],
  ] as const)(
    "find nothing that is in the way of an installation, in %s",
    (locale, file, description) =>
      withProfile({ locale: `${locale}-${locale.toUpperCase()}` }, async (context) => {
        await stage.signIn(context, locale);
        const page = context.pages()[0] ?? (await context.newPage());
        await page.goto(stage.origin + demoPath);
        const state = await page.evaluate(async () => {
          const { active, scope } = await navigator.serviceWorker.ready;
          while (active?.state === "activating") await new Promise((done) => setTimeout(done, 20));
          return { state: active?.state, scope };
        });
        expect(state).toEqual({ state: "activated", scope: `${stage.origin}/` });
        const devtools = await context.newCDPSession(page);
        const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
        expect(installabilityErrors).toEqual([]);
        const { url, errors, data = "" } = await devtools.send("Page.getAppManifest");
        expect({ url, errors }).toEqual({ url: `${stage.origin}/${file}`, errors: [] });
        expect(JSON.parse(data)).toMatchObject({ id: "/", lang: locale, description });
      }),
    testMaxMs,
  );
});

describe("the offer to install", () => {
  test(
    "is not made before the third day, and then once: a no is the last word",
    () =>
      withProfile({}, async (context) => {
        const page = await openSignedIn(context);
        const [first] = await Promise.all([hasLoaded(page), offer(page)]);
        expect(first).toBeTruthy();
        await page.waitForTimeout(300);
        expect(await note(page).count()).toBe(0);
        const today = await page.evaluate(() => localStorage.getItem("days-of-use"));
        expect(today).toMatch(/^\d{4}-\d\d-\d\d$/);
        await page.evaluate(() => localStorage.setItem("days-of-use", "2026-01-01 2026-01-02"));
        await page.reload();
        await hasLoaded(page);
        await offer(page);
        await note(page).waitFor();
        await note(page).getByRole("button", { name: "No, thanks" }).click();
        expect(await note(page).count()).toBe(0);
        await page.reload();
        await hasLoaded(page);
        await offer(page);
        await page.waitForTimeout(300);
        expect(await note(page).count()).toBe(0);
      }),
    testMaxMs,
  );

  test(
    "is never made over a form, nor in the app itself",
    async () => {
      await withProfile({}, async (context) => {
        await usedBefore(context, "2026-01-01 2026-01-02");
        const page = await openSignedIn(context, "/account");
        await hasLoaded(page);
        await offer(page);
        await page.waitForTimeout(300);
        expect(await note(page).count()).toBe(0);
      });
      await withProfile({ app: `${stage.origin}/sign-in` }, async (context) => {
        await usedBefore(context, "2026-01-01 2026-01-02");
        const page = await openSignedIn(context);
        await hasLoaded(page);
        await offer(page);
        await page.waitForTimeout(300);
        expect(await note(page).count()).toBe(0);
      });
    },
    testMaxMs,
  );

  test(
    "says on an iPhone how it is done there",
    () =>
      withProfile({ hasTouch: true }, async (context) => {
        await usedBefore(context, "2026-01-01 2026-01-02");
        // Only Safari on iOS has this property, and by it one knows it. It never offers to install,
        // which Chromium does by itself when it finds the time.
        await context.addInitScript(() => {
          Object.defineProperty(navigator, "standalone", { value: false });
          const stop = (event: Event) => event.stopImmediatePropagation();
          addEventListener("beforeinstallprompt", stop, true);
        });
        const page = await openSignedIn(context);
        await note(page).waitFor();
        expect(await note(page).textContent()).toContain("Add to Home Screen");
        expect(await note(page).getByRole("link").getAttribute("href")).toBe("/docs/app");
        await note(page).getByRole("button", { name: "No, thanks" }).click();
        await page.reload();
        await hasLoaded(page);
        await page.waitForTimeout(300);
        expect(await note(page).count()).toBe(0);
      }),
    testMaxMs,
  );
});

/**
 * Chromium makes its offer only to who has clicked around for a while, which headless nobody has:
 * the event is dispatched as it would be, and what answers it is the page's own.
 */
function offer(page: Page): Promise<boolean> {
  return page.evaluate(() => dispatchEvent(new Event("beforeinstallprompt", { cancelable: true })));
}
