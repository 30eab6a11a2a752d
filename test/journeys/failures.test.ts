import { afterEach, beforeAll, describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { hashPassword } from "#src/auth/password.ts";
import {
  demoPath,
  hasDrawn,
  queryOf,
  stageDashboard,
  tile,
} from "#test/support/dashboard-stage.ts";

const testMaxMs = 90_000;
const email = "anna@agency.example";
const password = "correct horse battery";

const stage = stageDashboard();

const figures = (page: Page) => page.locator(".tile-value").allTextContents();
const failure = (page: Page) => page.locator(".failure p:visible");

async function withPage(path: string, check: (page: Page) => Promise<void>): Promise<void> {
  const page = await stage.open(path);
  try {
    await hasDrawn(page);
    await check(page);
  } finally {
    await page.context().close();
  }
}

describe("a request that fails", () => {
  test.each([
    [500, "Something went wrong on our side"],
    [503, "The database does not answer"],
    [404, "This page does not exist"],
    [0, "The server cannot be reached"],
  ])(
    "with %d is told where one is, and repeated by a button",
    (status, title) =>
      withPage(demoPath, async (page) => {
        const before = await figures(page);
        let isBroken = true;
        await page.route("**period=yesterday**", async (route) => {
          if (!isBroken) await route.continue();
          else if (status === 0) await route.abort("connectionrefused");
          else await route.fulfill({ status, contentType: "text/html", body: "<p>no</p>" });
        });
        await page.click(".period summary");
        await page.click('.period .menu-item:has-text("Yesterday")');
        await failure(page).waitFor();
        expect(await failure(page).textContent()).toContain(title);
        expect(await figures(page)).toEqual(before);
        expect(queryOf(page)).toBe("");
        await page.click('.failure button:has-text("Try again")');
        await failure(page).waitFor();
        isBroken = false;
        await page.click('.failure button:has-text("Try again")');
        await page.waitForURL("**?period=yesterday");
        expect(await page.locator(".failure").count()).toBe(0);
        expect(await page.locator(".period summary").textContent()).toContain("Yesterday");
        expect(await figures(page)).not.toEqual(before);
        await page.goBack();
        await page.waitForSelector('.period summary:has-text("Last 30 days")');
        expect(await figures(page)).toEqual(before);
      }),
    testMaxMs,
  );

  test(
    "on the way back is told and repeated, too",
    () =>
      withPage(demoPath, async (page) => {
        await tile(page, "Pageviews").click();
        await page.waitForURL("**?metric=pageviews");
        await page.route(/demo\.example$/, (route) => route.abort("connectionrefused"));
        await page.evaluate(() => history.back());
        await failure(page).waitFor();
        await page.unroute(/demo\.example$/);
        await page.click('.failure button:has-text("Try again")');
        await page.waitForSelector('.tile[aria-current]:has-text("Visitors")');
        expect(queryOf(page)).toBe("");
        await hasDrawn(page);
      }),
    testMaxMs,
  );
});

describe("a session that ends meanwhile", () => {
  const endSessions = (afterMs: number) => stage.database.work`
    update sessions set expires_at = ${new Date(Date.now() + afterMs)}
  `;
  // Signing in again ends the session that the browser had, which the next test needs.
  beforeAll(async () => {
    await stage.database.work`create table kept_sessions as select * from sessions`;
  });
  afterEach(async () => {
    await stage.database.work`
      insert into sessions overriding system value
      select * from kept_sessions
      on conflict (id_hash) do update set expires_at = excluded.expires_at
    `;
  });

  /** The page's stream would find it out as well, and lead away before anything is clicked. */
  const closeStream = (page: Page) =>
    page.evaluate(() => document.querySelector("#live")?.remove());

  async function signIn(page: Page): Promise<void> {
    const passwordHash = await hashPassword(password);
    await stage.database.work`
      update users set password_hash = ${passwordHash} where email = ${email}
    `;
    await page.fill("#email", email);
    await page.fill("#password", password);
    await page.click("main button[type=submit]");
  }

  test(
    "leads to sign-in, and from there back to the very view",
    () =>
      withPage(`${demoPath}?filter=country%3Ais%3AFR&period=yesterday`, async (page) => {
        const before = await figures(page);
        await closeStream(page);
        await endSessions(0);
        await page.click("a[rel=prev]");
        await page.waitForURL("**/sign-in?next=**");
        await signIn(page);
        await page.waitForURL(`**${demoPath}?filter=country%3Ais%3AFR&period=yesterday`);
        expect(await figures(page)).toEqual(before);
      }),
    testMaxMs,
  );

  test(
    "does so on the way back, too",
    () =>
      withPage(`${demoPath}?period=yesterday`, async (page) => {
        await tile(page, "Pageviews").click();
        await page.waitForURL("**metric=pageviews**");
        await closeStream(page);
        await endSessions(0);
        await page.evaluate(() => history.back());
        await page.waitForURL("**/sign-in?next=**");
        await signIn(page);
        await page.waitForURL(`**${demoPath}?period=yesterday`);
      }),
    testMaxMs,
  );
});
