import { describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { assetUrl } from "#src/lib/assets.ts";
import { demoPath, stageDashboard } from "#test/support/dashboard-stage.ts";
import { type OldBuild, startOldBuild } from "#test/support/old-build.ts";
import { waitUntilKept } from "#test/support/pwa-stage.ts";

const testMaxMs = 60_000;

const stage = stageDashboard();

const note = (page: Page) => page.locator('.note[data-name="update"]');
/** What build the page's style sheet is of, or that of its notes; nothing once it is the new one. */
const buildOf = (page: Page, sheet = "app") =>
  page.evaluate(
    (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}-build`),
    sheet,
  );

/** Opens the dashboard of the old build for the first time, which brings its worker. */
async function withFirstPage(check: (page: Page, old: OldBuild) => Promise<void>): Promise<void> {
  const old = await startOldBuild(stage.origin);
  const page = await stage.open("/health");
  try {
    await page.goto(old.origin + demoPath);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await check(page, old);
  } finally {
    await page.context().close();
    await old.stop();
  }
}

/** Opens it once more, when the worker has taken its place. */
function withOldPage(check: (page: Page, old: OldBuild) => Promise<void>): Promise<void> {
  return withFirstPage(async (page, old) => {
    await page.reload();
    await waitUntilKept(page, demoPath);
    expect(await buildOf(page)).toBe("old");
    expect(await note(page).count()).toBe(0);
    await check(page, old);
  });
}

/** The style sheets that the worker keeps, and what else it has, by the names of the caches. */
async function keptByWorker(page: Page): Promise<{ styles: string[]; names: string[] }> {
  return await page.evaluate(async () => {
    const requests = await (await caches.open("assets")).keys();
    const styles = requests
      .map(({ url }) => url.slice(location.origin.length))
      .filter((address) => /(app|pwa)\.css/.test(address));
    return {
      styles: styles.toSorted(),
      names: (await caches.keys()).map((name) => name.replace(/-\w+$/, "")),
    };
  });
}

const onlyNew = {
  styles: [assetUrl("app.css"), assetUrl("pwa.css")],
  names: ["assets", "offline", "pages"],
};

describe("a new version", () => {
  test(
    "says that it is there, and takes over by a click and one reload, with nothing of the old one",
    () =>
      withOldPage(async (page, { update }) => {
        update();
        await page.reload();
        await note(page).waitFor();
        expect(await note(page).textContent()).toBe("A new version is ready.Use it now");
        let loads = 0;
        page.on("load", () => loads++);
        await note(page).getByRole("button").click();
        await note(page).waitFor({ state: "detached" });
        await page.waitForLoadState("load");
        await page.waitForTimeout(1_500);
        expect(loads).toBe(1);
        expect(await note(page).count()).toBe(0);
        expect(await buildOf(page)).toBe("");
        const kept = await keptByWorker(page);
        expect({ ...kept, names: kept.names.toSorted() }).toEqual(onlyNew);
      }),
    testMaxMs,
  );

  test(
    "leaves a page that was kept before with all that it was made for",
    () =>
      withOldPage(async (page, { origin, update, stop }) => {
        await page.goto(`${origin}/sites`);
        await waitUntilKept(page, "/sites");
        await page.goto(origin + demoPath);
        update();
        await page.reload();
        await note(page).getByRole("button").click();
        await note(page).waitFor({ state: "detached" });
        await page.waitForLoadState("load");
        expect(await buildOf(page)).toBe("");
        await stop();
        await page.goto(`${origin}/sites`);
        await page.waitForSelector('.note[data-name="offline"]');
        expect(await buildOf(page)).toBe("old");
        const isStyled = () =>
          document.querySelector<HTMLLinkElement>("link[href*='/pwa.css']")?.sheet;
        await page.waitForFunction(isStyled);
        expect(await buildOf(page, "pwa")).toBe("old");
      }),
    testMaxMs,
  );

  test(
    "takes over by itself at the next start",
    () =>
      withOldPage(async (page, { update }) => {
        update();
        await page.reload();
        await note(page).waitFor();
        const next = await page.context().newPage();
        const { origin } = new URL(page.url());
        await page.close();
        // The browser changes the workers when it has noticed that the last page is gone.
        let waiting: unknown = true;
        for (let start = 0; start < 20 && waiting; start++) {
          await next.goto("about:blank");
          await next.waitForTimeout(250);
          await next.goto(origin + demoPath);
          waiting = await next.evaluate(async () => (await navigator.serviceWorker.ready).waiting);
        }
        expect(waiting).toBeNull();
        const kept = await keptByWorker(next);
        expect({ ...kept, names: kept.names.toSorted() }).toEqual(onlyNew);
        expect(await note(next).count()).toBe(0);
      }),
    testMaxMs,
  );

  test(
    "takes over by a click also from a page that came before any worker",
    () =>
      withFirstPage(async (page, { update }) => {
        expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
        expect(await buildOf(page)).toBe("old");
        update();
        await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
        await note(page).getByRole("button").click();
        await page.waitForFunction(() => navigator.serviceWorker.controller);
        expect(await buildOf(page)).toBe("");
        expect(await note(page).count()).toBe(0);
      }),
    testMaxMs,
  );

  test(
    "takes over by a late click from such a page, when its worker is at work already",
    () =>
      withFirstPage(async (page, { update }) => {
        update();
        await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
        await note(page).waitFor();
        const isAtWork = async () => !(await navigator.serviceWorker.ready).waiting;
        await page.waitForFunction(isAtWork, null, { timeout: 40_000 });
        await note(page).getByRole("button").click();
        await page.waitForFunction(() => navigator.serviceWorker.controller);
        expect(await buildOf(page)).toBe("");
      }),
    testMaxMs,
  );

  test.each([
    ["typed", (form: Page) => form.fill("[name=name]", "Anna of the agency")],
    ["ticked", (form: Page) => form.click("[name=monthlyMail]")],
    ["chosen", (form: Page) => form.selectOption("[name=theme]", "dark")],
  ])(
    "does not take what is being %s in another window",
    (_, change) =>
      withOldPage(async (page, { update }) => {
        const form = await page.context().newPage();
        await form.goto(`${new URL(page.url()).origin}/account`);
        const fields = () =>
          form.locator("form:has(select[name=theme])").evaluate((one) => {
            return [...new FormData(one as HTMLFormElement)].join("\n");
          });
        const before = await fields();
        await change(form);
        const changed = await fields();
        expect(changed).not.toBe(before);
        update();
        await page.reload();
        await note(page).getByRole("button").click();
        await note(form).waitFor();
        await page.waitForTimeout(1_000);
        expect(await fields()).toBe(changed);
        await note(form).getByRole("button").click();
        await form.waitForFunction(() => !document.querySelector(".note"));
        expect(await buildOf(form)).toBe("");
      }),
    testMaxMs,
  );
});
