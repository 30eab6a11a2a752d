import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { installBinary } from "#test/support/binary.ts";
import { agents, launchBrowser, watchConsole } from "#test/support/browser.ts";
import { createBareDatabase } from "#test/support/database.ts";
import { createFolder } from "#test/support/folder.ts";
import { freePort } from "#test/support/port.ts";
import { type ServerProcess, startServerProcess } from "#test/support/server-process.ts";
import { serveWebsite, type Website } from "#test/support/website.ts";

// What a person does with the program they have just downloaded, from the first start to the first
// visits, and what is left of these after a restart and after a kill.

const journeyMaxMs = 240_000;
const email = "anna@agency.example";
const password = "correct horse battery";
/** How long the dashboard may take to show a visit, by itself. */
const shownMaxMs = 2_000;

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
}, journeyMaxMs);
afterAll(() => browser?.close(), journeyMaxMs);

/** Where the installation keeps its data; an outer database only where the run was given one. */
const places: {
  name: string;
  url: () => Promise<{ url: string | null; drop(): Promise<void> }>;
}[] = [{ name: "its own database", url: async () => ({ url: null, drop: async () => {} }) }];
if (Bun.env.TEST_DATABASE_URL)
  places.push({
    name: "the database of TEST_DATABASE_URL",
    url: async () => {
      const { connection, drop } = await createBareDatabase();
      return { url: String(connection), drop };
    },
  });

describe.each(places)("a first day with $name", ({ url: open }) => {
  test(
    "goes from the set-up link to numbers that survive a restart and a kill",
    async () => {
      const folder = createFolder("first-visit");
      const database = await open();
      const command = [await installBinary(folder.path), "--port", String(freePort())];
      const env: Record<string, string> = database.url ? { DATABASE_URL: database.url } : {};
      const start = () => startServerProcess({ command, cwd: folder.path, env });
      let server = await start();
      const admin = await browser.newContext({ locale: "en-GB" });
      const complaints = watchConsole(admin);
      const page = await admin.newPage();
      let website: Website | null = null;
      try {
        await createAccount(page, server);
        website = serveWebsite(await addSite(page), {
          "/": '<h1>A shop</h1><a href="/menu">The menu</a>',
          "/menu": "<h1>The menu</h1>",
        });
        const { origin } = website;

        expect(await page.textContent("#install-status")).toContain("Waiting");
        await visit(origin, agents.windows, async (visitor) => {
          await Promise.all([takenOf(visitor, "/menu"), visitor.click("a")]);
        });
        await page.click("#install-status a", { timeout: 10_000 });
        await page.waitForURL(`${server.origin}/sites/127.0.0.1`);
        // It has arrived, and may be yet to be counted.
        await page.waitForSelector('.tile:has-text("Visitors") .tile-value:text-is("1")');

        await visit(origin, agents.iphone);
        await visit(origin, agents.linux);
        const shownMs = [await timeUntilShown(page, 3)];
        await expectNumbers(page);
        // The figures may be younger than what the stream has told by then.
        await page.waitForSelector('#online strong:text-is("3")');

        expect(await server.end("SIGTERM")).toBe(0);
        server = await start();
        expect(server.setupUrl).toBeNull();
        await page.reload();
        await expectNumbers(page);

        await server.end("SIGKILL");
        server = await start();
        await page.reload();
        await expectNumbers(page);

        await signOutAndIn(page);
        await visit(origin, agents.android);
        shownMs.push(await timeUntilShown(page, 4));
        // A machine may stand still for a moment, and hardly does so both times.
        expect(Math.min(...shownMs)).toBeLessThan(shownMaxMs);
        expect(complaints.filter((text) => !isOutage(text))).toEqual([]);
      } finally {
        await admin.close();
        await website?.stop();
        await server.end();
        await database.drop();
        folder.remove();
      }
    },
    journeyMaxMs,
  );
});

/** How long a page takes from now to show so many visitors, by itself. Units: ms. */
async function timeUntilShown(page: Page, visitors: number): Promise<number> {
  const startedAt = performance.now();
  await page.waitForSelector(`.tile:has-text("Visitors") .tile-value:text-is("${visitors}")`);
  return performance.now() - startedAt;
}

async function createAccount(page: Page, server: ServerProcess): Promise<void> {
  await page.goto(server.setupUrl ?? "no set-up link");
  await page.fill("#name", "Anna");
  await page.fill("#email", email);
  await page.fill("#password", password);
  await page.click("main button[type=submit]");
  await page.waitForURL("**/sites/new");
}

/** Adds the site and returns the snippet as the copy button gives it. */
async function addSite(page: Page): Promise<string> {
  await page.fill("#domain", "127.0.0.1");
  await page.click("main button[type=submit]");
  await page.waitForURL("**/sites/127.0.0.1/install");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  // It is said for two seconds, so it is looked for from the click on.
  await Promise.all([
    page.waitForSelector('.copy-box button:has-text("Copied")'),
    page.click(".copy-box button"),
  ]);
  const snippet = await page.evaluate(() => navigator.clipboard.readText());
  expect(snippet).toBe((await page.textContent(".copy-box code")) ?? "");
  return snippet;
}

/** Somebody opens the web site, does something there, and waits until that is on its way. */
async function visit(
  origin: string,
  userAgent: string,
  act: (page: Page) => Promise<void> = async () => {},
): Promise<void> {
  const context: BrowserContext = await browser.newContext({ userAgent });
  const page = await context.newPage();
  await Promise.all([takenOf(page, "/"), page.goto(`${origin}/`)]);
  await act(page);
  await page.waitForTimeout(100);
  await context.close();
}

/** Waits until the server has taken the view of a page. */
async function takenOf(page: Page, path: string): Promise<void> {
  await page.waitForResponse((response) => {
    const message = response.request().postDataJSON() as { t: string; u: string } | null;
    return response.status() === 202 && message?.t === "v" && new URL(message.u).pathname === path;
  });
}

function figureOf(page: Page, name: string): Promise<string | null> {
  return page.textContent(`.tile:has-text("${name}") .tile-value`);
}

/** Three visitors: one saw both pages, two the first only. */
async function expectNumbers(page: Page): Promise<void> {
  expect(await figureOf(page, "Visitors")).toBe("3");
  expect(await figureOf(page, "Pageviews")).toBe("4");
  expect(await rowsOf(page, "pages")).toEqual({ "/": "3", "/menu": "1" });
  expect(await rowsOf(page, "devices")).toEqual({ Desktop: "2", Phone: "1" });
  expect(await rowsOf(page, "sources")).toEqual({ "Direct or unknown": "3" });
}

async function rowsOf(page: Page, panel: string): Promise<Record<string, string>> {
  const rows = page.locator(`#panel-${panel} tbody tr`);
  const pairs = await rows.evaluateAll((found) =>
    found.map((row) => [...row.querySelectorAll("th, td")].map((cell) => cell.textContent ?? "")),
  );
  return Object.fromEntries(pairs.map(([name = "", count = ""]) => [name.trim(), count]));
}

async function signOutAndIn(page: Page): Promise<void> {
  await page.click(".top-end summary");
  await page.click("text=Sign out");
  await page.waitForURL("**/sign-in");
  await page.goto(new URL("/sites/127.0.0.1", page.url()).href);
  await page.waitForURL("**/sign-in?next=*");
  await page.fill("#email", email);
  await page.fill("#password", password);
  await page.click("main button[type=submit]");
  await page.waitForURL("**/sites/127.0.0.1");
}

/** While the server was away the page's stream could not connect. */
function isOutage(complaint: string): boolean {
  return /ERR_CONNECTION_|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|sse/i.test(complaint);
}
