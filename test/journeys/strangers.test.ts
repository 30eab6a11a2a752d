import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { hashPassword } from "#src/auth/password.ts";
import { type Person, signedIn, startTestApp, type TestApp } from "#test/support/app.ts";
import { objectionsOf } from "#test/support/axe.ts";
import { launchBrowser } from "#test/support/browser.ts";
import { insertSite, sendTo } from "#test/support/collector.ts";

// Whoever comes from outside: to the address of the server, or to one that leads nowhere.

const maxMs = 60_000;
const password = "correct horse battery";
const phone = { viewport: { width: 360, height: 740 }, isMobile: true };
let app: TestApp;
let browser: Browser;
let client: Person;
let site: { domain: string };
beforeAll(async () => {
  app = await startTestApp({ trustedProxies: ["loopback"] });
  browser = await launchBrowser();
  const passwordHash = await hashPassword(password);
  await signedIn(app, { email: "anna@agency.example", role: "admin", passwordHash });
  site = await insertSite(app.database, { domain: "shop.example" });
  await sendTo(app.origin, site as never);
  const [{ id = 0 } = {}] = await app.database.work<{ id: number }[]>`
    select id
    from sites
    where domain = ${site.domain}
  `;
  const email = "zoe@shop.example";
  client = await signedIn(app, { email, role: "client", siteIds: [id], locale: "fr" });
}, maxMs);
afterAll(async () => {
  await browser?.close();
  await app?.stop();
}, maxMs);

interface Visit {
  options?: BrowserContextOptions;
  who?: Person;
}

async function withPage(
  path: string,
  check: (page: Page) => Promise<void>,
  { options = {}, who }: Visit = {},
): Promise<void> {
  const context = await browser.newContext({ locale: "en-GB", ...options });
  const [name = "", value = ""] = who?.cookie.split("=") ?? [];
  if (who) await context.addCookies([{ name, value, url: app.origin }]);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  try {
    await page.goto(app.origin + path);
    await check(page);
  } finally {
    await context.close();
  }
}

const scrollsBy = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement;
    return { across: scrollWidth - clientWidth, down: scrollHeight - clientHeight };
  });

describe("the start page", () => {
  test.each([true, false])(
    "fits on one screen of a phone, and leads to the sign-in in the chosen language; scripts: %p",
    (javaScriptEnabled) =>
      withPage(
        "/",
        async (page) => {
          expect(await scrollsBy(page)).toEqual({ across: 0, down: 0 });
          await page.click("text=Français");
          expect(await page.getAttribute("html", "lang")).toBe("fr");
          expect(await scrollsBy(page)).toEqual({ across: 0, down: 0 });
          await page.click("text=Se connecter");
          expect(await page.textContent("h1")).toBe("Connexion");
          await page.fill("[name=email]", "anna@agency.example");
          await page.fill("[name=password]", "wrong horse battery");
          await page.click("button[type=submit]");
          expect(await page.textContent("[role=alert]")).toContain("incorrect");
          await page.fill("[name=password]", password);
          await page.click("button[type=submit]");
          await page.waitForURL(`${app.origin}/sites`);
        },
        { options: { ...phone, javaScriptEnabled } },
      ),
    maxMs,
  );

  test(
    "leads a visitor of a counted site to what is stored of them",
    () =>
      withPage("/", async (page) => {
        await page.click("text=What is stored about visitors");
        await page.waitForURL(`${app.origin}/docs/privacy`);
        expect(await page.getAttribute("html", "lang")).toBe("en");
      }),
    maxMs,
  );
});

describe("an address that leads nowhere", () => {
  test.each([
    ["/nowhere", "fr-FR", 320],
    ["/nowhere", "en-GB", 1280],
  ])(
    "%s, in %s and %d px wide, is told in one look",
    (path, locale, width) =>
      withPage(
        path,
        async (page) => {
          expect(await page.getAttribute("html", "lang")).toBe(locale.slice(0, 2));
          expect((await scrollsBy(page)).across).toBe(0);
          expect(await objectionsOf(page)).toEqual([]);
        },
        { options: { locale, viewport: { width, height: 740 } } },
      ),
    maxMs,
  );

  test(
    "knows who is signed in, and leads a client from a foreign site to their own",
    () =>
      withPage(
        "/sites/its.example",
        async (page) => {
          expect(await page.textContent("h1")).toBe("Ce site n’est pas parmi les vôtres");
          expect((await scrollsBy(page)).across).toBe(0);
          expect(await objectionsOf(page)).toEqual([]);
          await page.click("text=Retour aux sites");
          await page.waitForURL(`${app.origin}/sites`);
          expect(await page.textContent("main")).toContain(site.domain);
        },
        { options: phone, who: client },
      ),
    maxMs,
  );
});

describe("the privacy page", () => {
  test(
    "hands over either text with a click, and lets a client read without scripts",
    async () => {
      const permissions = ["clipboard-read", "clipboard-write"];
      const path = `/sites/${site.domain}/privacy`;
      const visit = { options: { ...phone, permissions }, who: client };
      const copied = async (page: Page, lang: string) => {
        await page.locator(`figure:has([lang=${lang}]) button`).click();
        await page.locator(`figure:has([lang=${lang}]) [role=status]:visible`).waitFor();
        return await page.evaluate(() => navigator.clipboard.readText());
      };
      const check = async (page: Page) => {
        expect(await copied(page, "en")).toStartWith("Audience measurement\n\nTo know how shop");
        expect(await copied(page, "fr")).toStartWith("Mesure d’audience\n\nPour savoir comment");
      };
      await withPage(path, check, visit);
      const plain = { options: { ...phone, javaScriptEnabled: false }, who: client };
      await withPage(
        path,
        async (page) => expect(await page.textContent("#policy")).toContain("#tracker-off"),
        plain,
      );
    },
    maxMs,
  );
});
