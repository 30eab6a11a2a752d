import { describe, expect, test } from "bun:test";
import { eq } from "drizzle-orm";
import type { Page } from "playwright-core";
import { hashPassword } from "#src/auth/password.ts";
import { userSites, users } from "#src/db/schema/tables.ts";
import { demoPath, stageDashboard } from "#test/support/dashboard-stage.ts";
import { makeSite } from "#test/support/events.ts";
import { keptPages, stageDoor, waitUntilKept } from "#test/support/pwa-stage.ts";

const testMaxMs = 60_000;
const nothing = "No connection to the server";
const password = "correct horse battery";

const stage = stageDashboard(async ({ database, siteId }) => {
  const { orm, work } = database;
  const passwordHash = await hashPassword(password);
  const otherId = await makeSite(work, "other.example");
  for (const [name, sites] of [
    ["carla", [siteId, otherId]],
    ["boris", [otherId]],
  ] as const) {
    const fields = { email: `${name}@shop.example`, role: "client", locale: "en" } as const;
    const [user] = await orm
      .insert(users)
      .values({ ...fields, name, passwordHash })
      .returning({ id: users.id });
    const userId = user?.id ?? 0;
    await orm.insert(userSites).values(sites.map((id) => ({ userId, siteId: id, canEdit: false })));
  }
});
const pwa = stageDoor(stage);

async function signIn(page: Page, name: string, next: string): Promise<void> {
  await page.context().clearCookies();
  await page.goto(`${pwa.origin}/sign-in?next=${encodeURIComponent(next)}`);
  await page.fill("#email", `${name}@shop.example`);
  await page.fill("#password", password);
  await page.click("main button[type=submit]");
  await page.waitForURL(`**${next}`);
  await waitUntilKept(page, next);
}

/** What is shown of an address without the server. */
async function titleOffline(page: Page, path: string): Promise<string> {
  pwa.door.set("shut");
  await page.goto(pwa.origin + path);
  const title = (await page.textContent("h1")) ?? "";
  pwa.door.set("open");
  return title;
}

async function clickSignOut(page: Page): Promise<void> {
  await page.click(".top-end .menu summary");
  await page.click('form[action="/sign-out"] button');
}

/** Has the worker keep an address, as a page that is left does; what the server answers to it. */
function askToKeep(page: Page, path: string): Promise<ResponseType> {
  return page.evaluate(async (address) => {
    const { active } = await navigator.serviceWorker.ready;
    active?.postMessage({ kind: "keep", address });
    return (await fetch(address, { redirect: "manual" })).type;
  }, path);
}

/** Takes the site from all clients meanwhile. */
async function withoutDemo(check: () => Promise<void>): Promise<void> {
  const { orm } = stage.database;
  const taken = await orm.delete(userSites).where(eq(userSites.siteId, stage.siteId)).returning();
  try {
    await check();
  } finally {
    await orm.insert(userSites).values(taken);
  }
}

describe("the pages that were kept", () => {
  test(
    "go when their reader signs out",
    () =>
      pwa.withPage("/account", async (page) => {
        await signIn(page, "carla", demoPath);
        await clickSignOut(page);
        await page.waitForURL("**/sign-in");
        await page.waitForFunction(async () => !(await caches.keys()).includes("pages"));
        expect(await titleOffline(page, demoPath)).toBe(nothing);
      }),
    testMaxMs,
  );

  test(
    "go also when nobody can tell the server that they sign out",
    () =>
      pwa.withPage("/account", async (page) => {
        await signIn(page, "carla", demoPath);
        pwa.door.set("shut");
        await clickSignOut(page);
        await page.waitForURL("chrome-error://**");
        expect(await titleOffline(page, demoPath)).toBe(nothing);
        expect(await keptPages(page)).toEqual([]);
      }),
    testMaxMs,
  );

  test(
    "go when the session has ended",
    () =>
      pwa.withPage("/account", async (page) => {
        await signIn(page, "carla", demoPath);
        await page.context().clearCookies();
        await page.reload();
        await page.waitForURL("**/sign-in?**");
        expect(await titleOffline(page, demoPath)).toBe(nothing);
      }),
    testMaxMs,
  );

  test(
    "are never shown to who signs in next, who has their own",
    () =>
      pwa.withPage("/account", async (page) => {
        await signIn(page, "carla", demoPath);
        await signIn(page, "boris", "/sites/other.example");
        expect(await keptPages(page)).toEqual(["/sites/other.example"]);
        expect(await titleOffline(page, demoPath)).toBe(nothing);
        expect(await titleOffline(page, "/")).toBe("other.example");
      }),
    testMaxMs,
  );

  test(
    "are not kept anew for a page that was left open by who has signed out",
    () =>
      pwa.withPage("/account", async (page) => {
        await signIn(page, "carla", demoPath);
        const left = await page.context().newPage();
        await left.goto(`${pwa.origin}${demoPath}?period=7d`);
        await clickSignOut(page);
        await page.waitForURL("**/sign-in");
        const answer = await askToKeep(left, demoPath);
        expect(answer).toBe("opaqueredirect");
        await page.waitForTimeout(500);
        expect(await keptPages(page)).toEqual([]);
      }),
    testMaxMs,
  );

  test.each<[string, (page: Page) => Promise<unknown>]>([
    ["opened", (page) => page.goto(`${pwa.origin}${demoPath}?period=30d`)],
    ["left", (page) => askToKeep(page, `${demoPath}?period=30d`)],
  ])(
    "of a site that was taken from its reader go, whatever their period, once one is %s",
    (_, find) =>
      pwa.withPage("/account", async (page) => {
        await signIn(page, "carla", demoPath);
        await page.goto(`${pwa.origin}${demoPath}?period=7d`);
        await waitUntilKept(page, `${demoPath}?period=7d`);
        await page.goto(`${pwa.origin}/sites/other.example`);
        await waitUntilKept(page, "/sites/other.example");
        await withoutDemo(async () => {
          await find(page);
          // The worker forgets beside what the page goes on to do.
          for (let look = 0; look < 80 && (await keptPages(page)).length > 1; look++)
            await page.waitForTimeout(100);
          expect(await keptPages(page)).toEqual(["/sites/other.example"]);
          expect(await titleOffline(page, demoPath)).toBe(nothing);
        });
      }),
    testMaxMs,
  );
});
