import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { startProjector } from "#src/stats/project/projector.ts";
import { signedIn, startTestApp, type TestApp } from "#test/support/app.ts";
import { objectionsOf } from "#test/support/axe.ts";
import { launchBrowser, watchConsole } from "#test/support/browser.ts";
import { eventOf, makeSite, storeEvents } from "#test/support/events.ts";

// An agency gives two clients access, each to their own site, without a mail server: by links that
// it copies. What each of them is refused is refused like what does not exist.

const setUpMaxMs = 90_000;
const testMaxMs = 120_000;
/** Behind many a step a password is hashed, which takes its time where others work as well. */
const stepMaxMs = 30_000;
const password = "correct horse battery";

let app: TestApp;
let browser: Browser;
let admin: Page;
beforeAll(async () => {
  app = await startTestApp();
  browser = await launchBrowser();
  const { work } = app.database;
  for (const name of ["fern", "moss"]) {
    const siteId = await makeSite(work, `${name}.example`);
    const ts = new Date().toISOString();
    await storeEvents(work, [eventOf({ site_id: siteId, ts, path: `/${name}`, visitor: siteId })]);
  }
  const projector = startProjector({ database: app.database, log: () => {} });
  await projector.settle();
  await projector.stop();
  const { cookie } = await signedIn(app, { email: "anna@agency.example", role: "admin" });
  admin = await open({}, cookie);
}, setUpMaxMs);
afterAll(async () => {
  await browser?.close();
  await app?.stop();
}, setUpMaxMs);

async function open(options: BrowserContextOptions = {}, cookie = ""): Promise<Page> {
  const context = await browser.newContext({ locale: "en-GB", ...options });
  const [name = "", value = ""] = cookie.split("=");
  if (cookie) await context.addCookies([{ name, value, url: app.origin }]);
  const page = await context.newPage();
  page.setDefaultTimeout(stepMaxMs);
  return page;
}

/** How far the page is wider than the screen. A phone's `innerWidth` grows with the page. */
const sticksOut = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - screen.width);

/** Fills the form in as an admin does, and returns the link that is shown once. */
async function invite(name: string, tick: string): Promise<string> {
  await admin.goto(`${app.origin}/admin/clients`);
  await admin.getByRole("link", { name: "Invite a client" }).click();
  await admin.fill("#name", name);
  await admin.fill("#email", `${name.toLowerCase()}@shop.example`);
  await admin.locator(`.site-access label:has-text("${tick}")`).first().click();
  await admin.getByRole("button", { name: "Invite" }).click();
  const link = await admin.textContent(".copy-box code");
  expect(new URL(admin.url()).pathname).toBe("/admin/clients");
  return link ?? "";
}

/** Opens a link in a browser of its own, chooses a password and is in. */
async function accept(link: string): Promise<Page> {
  const page = await open();
  await page.goto(link);
  for (const field of await page.locator('input[type="password"]').all())
    await field.fill(password);
  await page.click("main button[type=submit]");
  // To the figures of their only site.
  await page.waitForURL("**/sites/*.example");
  return page;
}

/** Opens a dashboard, up to where its stream has begun. */
async function watch(page: Page, path: string): Promise<void> {
  await Promise.all([page.waitForResponse(/\/live\?/), page.goto(app.origin + path)]);
}

const statusOf = async (page: Page, path: string, headers: Record<string, string> = {}) => {
  const response = await page.request.fetch(app.origin + path, { headers, maxRedirects: 0 });
  return response.status();
};

/** Whether a stream opens. It is asked from the page, since it never ends. */
const streamStatusOf = (page: Page, path: string) =>
  page.evaluate(async (url) => {
    const ending = new AbortController();
    const { status } = await fetch(url, { signal: ending.signal });
    ending.abort();
    return status;
  }, path);

describe("two clients of an agency", () => {
  let carla: Page;
  let dora: Page;

  test(
    "come in by links that are copied, each of which opens once",
    async () => {
      const links = [await invite("Carla", "fern.example"), await invite("Dora", "moss.example")];
      carla = await accept(links[0] ?? "");
      dora = await accept(links[1] ?? "");
      const again = await open();
      await again.goto(links[0] ?? "");
      expect(await again.locator('input[type="password"]').count()).toBe(0);
      await again.context().close();
      await admin.goto(`${app.origin}/admin/clients`);
      const rows = await admin.locator(".client-table tbody tr").allTextContents();
      expect(rows.join("\n")).toMatch(/Carla[\s\S]*fern\.example[\s\S]*Active/);
    },
    testMaxMs,
  );

  test(
    "see their own site and nothing of the other's, on no page, fragment, file or stream",
    async () => {
      for (const [page, own, foreign] of [
        [carla, "fern.example", "moss.example"],
        [dora, "moss.example", "fern.example"],
      ] as const) {
        await page.goto(`${app.origin}/sites`);
        expect(await page.locator(".site-card .site-name").allTextContents()).toEqual([own]);
        expect(await page.content()).not.toContain(foreign);
        await page.goto(`${app.origin}/sites/${own}`);
        expect(await page.content()).not.toContain(foreign);
        const doors = ["", "/lists/path", "/export/path.csv", "/raw/events.csv"];
        for (const door of doors) {
          expect([door, await statusOf(page, `/sites/${own}${door}`)]).toEqual([door, 200]);
          for (const headers of [{}, { "hx-request": "true" }])
            expect([door, await statusOf(page, `/sites/${foreign}${door}`, headers)]).toEqual([
              door,
              404,
            ]);
        }
        expect(await streamStatusOf(page, `/sites/${own}/live`)).toBe(200);
        expect(await streamStatusOf(page, `/sites/${foreign}/live`)).toBe(404);
        for (const path of ["/admin/clients", "/admin/clients/1", "/admin/audit", "/sites/new"])
          expect([path, await statusOf(page, path)]).toEqual([path, 404]);
      }
    },
    testMaxMs,
  );

  test(
    "open the settings only of a site that was given with them",
    async () => {
      expect(await statusOf(carla, "/sites/fern.example/settings")).toBe(404);
      await admin.goto(`${app.origin}/admin/clients`);
      await admin.getByRole("link", { name: "Carla" }).click();
      await admin.getByLabel("and its settings of fern.example").check();
      await admin.getByRole("button", { name: "Save" }).click();
      await admin.waitForURL("**?saved");
      expect(await statusOf(carla, "/sites/fern.example/settings")).toBe(200);
      expect(await statusOf(carla, "/sites/moss.example/settings")).toBe(404);
    },
    testMaxMs,
  );

  test(
    "are out at once when they are disabled, also with a dashboard that is open",
    async () => {
      await watch(carla, "/sites/fern.example?period=30d");
      await admin.goto(`${app.origin}/admin/clients`);
      await admin.getByRole("link", { name: "Carla" }).click();
      const disabledAt = performance.now();
      await admin.getByRole("button", { name: "Disable the account" }).click();
      // A stream that nobody ends goes on for five minutes.
      await carla.waitForURL(/\/sign-in\?next=.*fern\.example.*30d/, { timeout: 20_000 });
      expect(performance.now() - disabledAt).toBeLessThan(20_000);
      expect(await statusOf(carla, "/sites/fern.example")).toBe(303);
      await carla.fill("#email", "carla@shop.example");
      await carla.fill("#password", password);
      await carla.click("main button[type=submit]");
      expect(await carla.textContent('[role="alert"]')).toContain("not right");
      expect(await statusOf(dora, "/sites/moss.example")).toBe(200);
    },
    testMaxMs,
  );

  test(
    "lose a site while they look at it, and are told that it is not there",
    async () => {
      await watch(dora, "/sites/moss.example");
      await admin.goto(`${app.origin}/admin/clients`);
      await admin.getByRole("link", { name: "Dora" }).click();
      await admin.locator('.site-access label:has-text("moss.example")').first().click();
      await admin.getByRole("button", { name: "Save" }).click();
      await dora.waitForSelector('h1:has-text("This site is not among yours")', {
        timeout: 20_000,
      });
    },
    testMaxMs,
  );
});

describe("the form of the sites", () => {
  test(
    "filters as one types, is not sent by Enter in the search, and keeps what is hidden",
    async () => {
      const { work } = app.database;
      for (const name of ["a", "b", "c", "d", "e", "f", "g"])
        await makeSite(work, `${name}a.example`);
      await admin.goto(`${app.origin}/admin/clients/new`);
      await admin.fill("#name", "Ewa");
      await admin.fill("#email", "ewa@shop.example");
      await admin.locator('.site-access label:has-text("fern.example")').first().click();
      await admin.fill(".site-access .site-search", "ga.ex");
      await admin.press(".site-access .site-search", "Enter");
      expect(new URL(admin.url()).pathname).toBe("/admin/clients/new");
      expect(await admin.locator(".site-access li:visible").count()).toBe(1);
      await admin.locator(".site-access li:visible label").first().click();
      await admin.getByRole("button", { name: "Invite" }).click();
      await admin.waitForSelector(".copy-box");
      await admin.goto(`${app.origin}/admin/clients?q=ewa`);
      const row = await admin.locator(".client-table tbody tr:visible").textContent();
      expect(row).toMatch(/fern\.example[\s\S]*ga\.example/);
    },
    testMaxMs,
  );

  test(
    "does the same without scripts, by a button",
    async () => {
      const [name = "", value = ""] = await admin
        .context()
        .cookies()
        .then(([cookie]) => [cookie?.name, cookie?.value]);
      const page = await open({ javaScriptEnabled: false }, `${name}=${value}`);
      await page.goto(`${app.origin}/admin/clients/new`);
      await page.fill("#email", "finn@shop.example");
      await page.locator('.site-access label:has-text("fern.example")').first().click();
      await page.fill(".site-access .site-search", "moss");
      await Promise.all([page.waitForEvent("load"), page.click('button[name="find"]')]);
      expect(await page.locator(".site-access li:visible").count()).toBe(1);
      await page.locator(".site-access li:visible label").first().click();
      await page.fill("#name", "Finn");
      await page.getByRole("button", { name: "Invite" }).click();
      await page.waitForSelector(".copy-box");
      await page.goto(`${app.origin}/admin/clients?q=finn`);
      const row = await page.locator(".client-table tbody tr:visible").textContent();
      expect(row).toMatch(/fern\.example[\s\S]*moss\.example/);
      await page.context().close();
    },
    testMaxMs,
  );

  test(
    "has nothing to choose for an admin, who sees every site",
    async () => {
      await admin.goto(`${app.origin}/admin/clients/new`);
      await admin.selectOption("#role", "admin");
      expect(await admin.locator(".site-access-choice").isVisible()).toBe(false);
      expect(await admin.locator(".site-access-all").isVisible()).toBe(true);
    },
    testMaxMs,
  );
});

describe.each([
  { colorScheme: "light", lang: "en", width: 1280 },
  { colorScheme: "dark", lang: "fr", width: 1280 },
  { colorScheme: "light", lang: "fr", width: 360 },
  { colorScheme: "dark", lang: "en", width: 320 },
] as const)("$colorScheme, in $lang, $width px wide", ({ colorScheme, lang, width }) => {
  test(
    "axe objects to no page of the clients, and nothing sticks out",
    async () => {
      const { cookie, userId } = await signedIn(app, {
        email: `${lang}${width}@an-agency-with-a-very-long-name.example`,
        role: "admin",
        locale: lang,
      });
      const viewport = { width, height: 800 };
      const page = await open({ colorScheme, viewport, isMobile: width < 500 }, cookie);
      const complaints = watchConsole(page.context());
      const { work } = app.database;
      const [other] = await work`select id from users where email = 'ewa@shop.example'`;
      const paths = ["", "/new", `/${userId}`, `/${other?.id}`];
      for (const path of paths.map((end) => `/admin/clients${end}`)) {
        await page.goto(app.origin + path);
        expect(await page.getAttribute("html", "lang")).toBe(lang);
        for (const details of await page.locator("main details").all())
          await details.evaluate((one) => one.setAttribute("open", ""));
        expect([path, await sticksOut(page)]).toEqual([path, 0]);
        expect(await objectionsOf(page)).toEqual([]);
      }
      await page.locator('form[action$="/invite"] button').last().click();
      await page.waitForSelector(".copy-box");
      expect(await sticksOut(page)).toBe(0);
      expect(await objectionsOf(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    testMaxMs,
  );
});
