import { describe, expect, test } from "bun:test";
import type { BrowserContext, Page, Request } from "playwright-core";
import { withProfile } from "#test/support/app-window.ts";
import { demoPath, stageDashboard } from "#test/support/dashboard-stage.ts";

const testMaxMs = 60_000;

const stage = stageDashboard();
// An emulated phone (`isMobile`) would have its own display mode, and the window's is what is tested.
const phone = { viewport: { width: 360, height: 780 }, hasTouch: true };

const said = (page: Page) => page.locator("p.sr-only[role=status]").last().textContent();

/** Whether htmx asks for something but the stream. */
const isRefresh = (request: Request) =>
  "hx-request" in request.headers() && !request.url().includes("/live?");

/** Opens a page in the window of the app; its stream is cut, so that nothing refreshes by itself. */
async function withApp(
  path: string,
  check: (page: Page, asked: () => number) => Promise<void>,
): Promise<void> {
  await withProfile({ ...phone, app: `${stage.origin}/sign-in` }, async (context) => {
    const page = await openWithoutStream(context, path);
    let asked = 0;
    page.on("request", (request) => {
      if (isRefresh(request)) asked++;
    });
    await page.waitForSelector(".pull", { state: "attached" });
    await check(page, () => asked);
  });
}

async function openWithoutStream(context: BrowserContext, path: string): Promise<Page> {
  await stage.signIn(context);
  await context.route("**/live*", (route) => route.abort());
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(stage.origin + path);
  return page;
}

/** A finger that goes straight from one point to another, and what is seen before it is lifted. */
async function drag(
  page: Page,
  from: { x: number; y: number },
  by: { x?: number; y?: number },
  atEnd: () => Promise<unknown> = async () => {},
): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", part: number) => {
    const point = { x: from.x + (by.x ?? 0) * part, y: from.y + (by.y ?? 0) * part };
    const touchPoints = type === "touchEnd" ? [] : [point];
    return devtools.send("Input.dispatchTouchEvent", { type, touchPoints });
  };
  await touch("touchStart", 0);
  for (let part = 1; part <= 10; part++) await touch("touchMove", part / 10);
  await atEnd();
  await touch("touchEnd", 1);
}

/** Waits until the server would show another number of pageviews. */
async function waitUntilCounted(page: Page, before: string): Promise<void> {
  await page.waitForFunction(async (old) => {
    const html = await (await fetch(location.href)).text();
    const tiles = new DOMParser().parseFromString(html, "text/html").querySelectorAll(".tile");
    const tile = [...tiles].find((one) => one.textContent?.includes("Pageviews"));
    return tile?.querySelector(".tile-value")?.textContent !== old;
  }, before);
}

const top = { x: 180, y: 300 };

describe("pulling the page down in the app", () => {
  test(
    "refreshes the figures without a reload, and says so",
    () =>
      withApp(`${demoPath}?period=today`, async (page, asked) => {
        await page.evaluate(() => {
          document.body.dataset.loaded = "once";
        });
        const pageviews = page.locator(".tile", { hasText: "Pageviews" }).locator(".tile-value");
        const before = (await pageviews.textContent()) ?? "";
        for (let visitor = 500_001; visitor <= 500_040; visitor++)
          await stage.storeVisit(stage.siteId, visitor);
        await waitUntilCounted(page, before);
        await drag(page, top, { y: 200 }, async () => {
          // What a finger does is seen with the next picture of the page.
          await page.waitForSelector(".pull[data-ready]", { state: "attached" });
          await page.waitForFunction(
            () => (document.querySelector(".pull")?.getBoundingClientRect().y ?? 0) > 0,
          );
        });
        await page.waitForFunction(
          () => document.querySelector("p.sr-only[role=status]:last-of-type")?.textContent,
        );
        await page.waitForSelector(".pull:not([data-state])", { state: "attached" });
        expect(await said(page)).toBe("The figures are up to date.");
        expect(asked()).toBe(1);
        expect(await pageviews.textContent()).not.toBe(before);
        expect(await page.getAttribute("body", "data-loaded")).toBe("once");
        expect(await page.evaluate(() => scrollY)).toBe(0);
      }),
    testMaxMs,
  );

  test(
    "does nothing when it is too short, goes aside, or the page or a dialog is in the way",
    () =>
      withApp(demoPath, async (page, asked) => {
        await drag(page, top, { y: 90 });
        await drag(page, top, { x: 150, y: 100 });
        await page.evaluate(() => scrollTo(0, 200));
        await drag(page, top, { y: 180 });
        await page.evaluate(() => scrollTo(0, 0));
        await page.click(".period summary");
        await drag(page, { x: 180, y: 600 }, { y: 170 });
        await page.keyboard.press("Escape");
        await page.waitForTimeout(500);
        expect(asked()).toBe(0);
        expect(await page.getAttribute(".pull", "data-state")).toBeNull();
        // The gesture is there after all that.
        const refresh = page.waitForRequest(isRefresh);
        await drag(page, top, { y: 200 });
        await refresh;
        await page.waitForTimeout(500);
        expect(asked()).toBe(1);
      }),
    testMaxMs,
  );

  test(
    "goes on showing that it refreshes when the page is touched meanwhile, and does so once",
    () =>
      withApp(demoPath, async (page, asked) => {
        let answer = () => {};
        const held = new Promise<void>((resolve) => {
          answer = resolve;
        });
        await page.route(/demo\.example\?|demo\.example$/, async (route) => {
          await held;
          await route.continue();
        });
        await drag(page, top, { y: 200 });
        const state = () => page.getAttribute(".pull", "data-state");
        await page.waitForSelector('.pull[data-state="running"]', { state: "attached" });
        await drag(page, top, { x: 100 });
        expect(await state()).toBe("running");
        await drag(page, top, { y: 200 }, async () => expect(await state()).toBe("running"));
        expect(await state()).toBe("running");
        expect(asked()).toBe(1);
        answer();
        await page.waitForSelector(".pull:not([data-state])", { state: "attached" });
        expect(await said(page)).toBe("The figures are up to date.");
        expect(asked()).toBe(1);
      }),
    testMaxMs,
  );

  test(
    "says that it failed where the server is away",
    () =>
      withApp(demoPath, async (page) => {
        await page.route(/demo\.example\?|demo\.example$/, (route) => route.abort());
        await drag(page, top, { y: 200 });
        await page.locator('.note[data-name="pull"]').waitFor();
        expect(await page.textContent(".note")).toBe("The figures could not be refreshed.");
      }),
    testMaxMs,
  );

  test(
    "loads anew what does not refresh itself: the list of sites, and a period that is over",
    async () => {
      for (const path of ["/sites", `${demoPath}?period=yesterday`])
        await withApp(path, async (page) => {
          const loaded = page.waitForEvent("load");
          await drag(page, top, { y: 200 });
          await loaded;
        });
    },
    testMaxMs,
  );

  test(
    "is the browser's own gesture in its own window",
    () =>
      withProfile(phone, async (context) => {
        const page = await openWithoutStream(context, demoPath);
        await page.waitForSelector('link[href*="/pwa.css"]', { state: "attached" });
        const overscroll = () => getComputedStyle(document.documentElement).overscrollBehaviorY;
        expect(await page.evaluate(overscroll)).toBe("auto");
        expect(await page.locator(".pull").count()).toBe(0);
      }),
    testMaxMs,
  );
});
