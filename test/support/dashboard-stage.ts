import { afterAll, beforeAll, expect } from "bun:test";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { fillDemo } from "#src/cli/demo/fill.ts";
import { ensureDemoSite } from "#src/cli/demo/store.ts";
import { zoneOffsetMs } from "#src/lib/time.ts";
import { type Projector, startProjector } from "#src/stats/project/projector.ts";
import { signedIn, startTestApp } from "./app.ts";
import { launchBrowser, watchConsole } from "./browser.ts";
import type { TestDatabase } from "./database.ts";
import { eventIn, storeEvents } from "./events.ts";

export const demoPath = "/sites/demo.example";
const demoDays = 65;
const setUpMaxMs = 180_000;

/** Dashboards with figures, a browser, and the means to be somebody who visits the site. */
export interface DashboardStage {
  database: TestDatabase;
  origin: string;
  siteId: number;
  /** Opens a page and holds it to its word: nothing in the console, no other host asked. */
  visit(
    path: string,
    check: (page: Page) => Promise<void>,
    options?: BrowserContextOptions,
    who?: "admin" | "stranger",
  ): Promise<void>;
  /** Opens a page whose errors are what the test is about; its context is the caller's to close. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>;
  /** Signs a browser in as the admin who reads English, or French. */
  signIn(context: BrowserContext, locale?: "en" | "fr"): Promise<void>;
  /** Stores a pageview of somebody who is on a site now. */
  storeVisit(siteId: number, visitor: number): Promise<void>;
  stop(): Promise<void>;
}

/** Sets the stage before the tests of a file, and what they add to it, and takes it away after them. */
export function stageDashboard(
  add: (stage: DashboardStage) => Promise<unknown> = async () => {},
): DashboardStage {
  const stage = {} as DashboardStage;
  beforeAll(async () => {
    Object.assign(stage, await setDashboardStage());
    await add(stage);
  }, setUpMaxMs);
  // It is empty when setting it has failed.
  afterAll(() => stage.stop?.(), setUpMaxMs);
  return stage;
}

export async function setDashboardStage(): Promise<DashboardStage> {
  const app = await startTestApp({ rateLimit: 0, trustedProxies: ["loopback"] });
  const { database, origin } = app;
  const admins = {
    en: await signedIn(app, { email: "anna@agency.example", role: "admin", locale: "en" }),
    fr: await signedIn(app, { email: "zoe@agency.example", role: "admin", locale: "fr" }),
  };
  const now = new Date();
  const demo = await ensureDemoSite(database.work);
  await database.work`update sites set time_zone = ${zoneByDay(now)} where id = ${demo.id}`;
  const { siteId } = await fillDemo({ database, now, days: demoDays });
  const projector: Projector = startProjector({ database, log: () => {} });
  await projector.settle();
  const browser: Browser = await launchBrowser();
  const signIn = async (context: BrowserContext, locale: "en" | "fr" = "en") => {
    const [name = "", value = ""] = admins[locale].cookie.split("=");
    await context.addCookies([{ name, value, url: origin }]);
  };
  return {
    database,
    origin,
    siteId,
    signIn,
    visit: async (path, check, options = {}, who = "admin") => {
      const context = await browser.newContext({ locale: "en-GB", ...options });
      if (who === "admin") await signIn(context, options.locale === "fr-FR" ? "fr" : "en");
      const complaints = watchComplaints(context, origin);
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      try {
        await page.goto(origin + path);
        await check(page);
        expect(complaints).toEqual([]);
      } finally {
        await context.close();
      }
    },
    open: async (path, options = {}) => {
      const context = await browser.newContext({ locale: "en-GB", ...options });
      await signIn(context, options.locale === "fr-FR" ? "fr" : "en");
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      await page.goto(origin + path);
      return page;
    },
    storeVisit: async (site, visitor) => {
      const ts = new Date().toISOString();
      // The site's today, which around midnight is another day than UTC's.
      const [{ zone = "" } = {}] = await database.work<{ zone: string }[]>`
        select time_zone as zone
        from sites
        where id = ${site}
      `;
      await storeEvents(database.work, [eventIn(zone, { site_id: site, ts, visitor })]);
      projector.wake();
    },
    stop: async () => {
      await browser.close();
      await projector.stop();
      await app.stop();
    },
  };
}

/** The demo's own zone, or another where it is day: no day of the site ends during the tests. */
function zoneByDay(now: Date): string {
  const hourIn = (zone: string) => new Date(now.getTime() + zoneOffsetMs(now, zone)).getUTCHours();
  const zones = ["Europe/Paris", "Asia/Tokyo", "America/Los_Angeles"];
  return zones.find((zone) => hourIn(zone) >= 8 && hourIn(zone) < 18) ?? "Europe/Paris";
}

function watchComplaints(context: BrowserContext, origin: string): string[] {
  const complaints = watchConsole(context);
  context.on("request", (request) => {
    if (!request.url().startsWith(origin)) complaints.push(`asked ${request.url()}`);
  });
  return complaints;
}

export async function hasDrawn(page: Page): Promise<void> {
  // A chart of other figures is begun in the frame after their swap; until then it is the old one.
  await page.evaluate(() => new Promise<unknown>(requestAnimationFrame));
  // A flat line has no height, which counts as not visible.
  await page.waitForSelector("figure-chart[data-live] .apexcharts-line", { state: "attached" });
}
export const queryOf = (page: Page) => new URL(page.url()).search;
export const tile = (page: Page, name: string) => page.locator(".tile", { hasText: name });
export const panel = (page: Page, name: string) => page.locator(`#panel-${name}`);
