import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { mails, users } from "#src/db/schema/tables.ts";
import { queueMail } from "#src/mail/outbox.ts";
import { type Person, signedIn, startTestApp, type TestApp } from "#test/support/app.ts";
import { objectionsOf } from "#test/support/axe.ts";
import { launchBrowser, watchConsole } from "#test/support/browser.ts";
import { freePort } from "#test/support/port.ts";
import { startSmtp, type TestSmtp } from "#test/support/smtp.ts";

// An admin without a mail server hands over a link from the outbox; one with it sees what became of
// each mail, and whether a test arrives.

const setUpMaxMs = 90_000;
const testMaxMs = 60_000;
const word =
  "550 5.1.1 <fern@moss.example>: Recipient address rejected: User unknown in local table";

let smtp: TestSmtp;
let browser: Browser;
let app: TestApp;
let bare: TestApp;
let admins: Map<TestApp, Record<"en-GB" | "fr-FR", Person>>;
beforeAll(async () => {
  smtp = await startSmtp();
  browser = await launchBrowser();
  const port = freePort();
  app = await startTestApp({ ...smtp.config, port, publicUrl: `http://127.0.0.1:${port}` });
  bare = await startTestApp();
  admins = new Map();
  for (const own of [app, bare]) {
    admins.set(own, {
      "en-GB": await signedIn(own, { email: "anna@agency.example", role: "admin" }),
      "fr-FR": await signedIn(own, { email: "zoe@agency.example", role: "admin", locale: "fr" }),
    });
    await fillOutbox(own);
  }
}, setUpMaxMs);
afterAll(async () => {
  await browser?.close();
  await Promise.all([app?.stop(), bare?.stop(), smtp?.stop()]);
}, setUpMaxMs);

/** A mail of each state, and the newest an invitation that waits. */
async function fillOutbox({ database: { orm } }: TestApp): Promise<void> {
  const row = { kind: "password_reset", recipient: "someone.with.a.long.name@moss.example" };
  const states = ["sent", "failed", "unknown", "needless", "waiting"] as const;
  for (const state of states)
    await orm.insert(mails).values({ ...row, state, attempts: 3, error: word });
  await orm.insert(mails).values({ ...row, state: "failed", error: "too_old" });
  const [user] = await orm
    .insert(users)
    .values({ email: "carla@shop.example", name: "Carla", role: "client", passwordHash: null })
    .returning({ id: users.id });
  const payload = { userId: user?.id ?? 0, invitedBy: "Anna" };
  const order = { kind: "invitation", recipient: "carla@shop.example", payload } as const;
  await queueMail(orm, { ...order, now: new Date(Date.now() + 3_600_000) });
}

interface Look {
  width: number;
  locale: "en-GB" | "fr-FR";
  colorScheme: "light" | "dark";
}
const looks: Look[] = [
  { width: 1280, locale: "en-GB", colorScheme: "light" },
  { width: 1280, locale: "fr-FR", colorScheme: "dark" },
  { width: 360, locale: "fr-FR", colorScheme: "light" },
  { width: 360, locale: "en-GB", colorScheme: "dark" },
];

async function open(own: TestApp, { width, ...look }: Look): Promise<Page> {
  const options: BrowserContextOptions = { ...look, viewport: { width, height: 800 } };
  const context = await browser.newContext({ ...options, isMobile: width < 500 });
  const [name = "", value = ""] = (admins.get(own)?.[look.locale].cookie ?? "").split("=");
  await context.addCookies([{ name, value, url: own.origin }]);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  return page;
}

const sticksOut = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - screen.width);

describe.each(looks)("$colorScheme, in $locale, $width px wide", (look) => {
  test.each([
    ["with a mail server", () => app],
    ["without one", () => bare],
  ])(
    "%s: nothing that axe objects to, nothing that sticks out",
    async (_what, ownOf) => {
      const own = ownOf();
      const page = await open(own, look);
      const complaints = watchConsole(page.context());
      for (const path of ["/admin/mails", "/admin/mails/2", "/admin/mails/7", "/admin/system"]) {
        await page.goto(own.origin + path);
        expect(await sticksOut(page)).toBeLessThanOrEqual(0);
        expect(await objectionsOf(page)).toEqual([]);
      }
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    testMaxMs,
  );
});

describe("an admin without a mail server", () => {
  const look: Look = { width: 1280, locale: "en-GB", colorScheme: "light" };

  test(
    "hands over a link from the outbox",
    async () => {
      const page = await open(bare, look);
      await page.goto(`${bare.origin}/admin/system`);
      await page.click("text=2 waiting");
      await page.click("text=Invitation");
      await page.click("text=Make the link");
      const link = await page.textContent(".copy-box code");
      expect(link).toStartWith(`${bare.origin}/password/`);
      const guest = await browser.newPage();
      await guest.goto(link ?? "");
      await guest.waitForSelector("#password");
      await guest.close();
      await page.goto(`${bare.origin}/admin/mails`);
      expect(await page.textContent("tbody tr:first-child .mail-state")).toBe("Not needed");
      await page.context().close();
    },
    testMaxMs,
  );
});

describe("an admin with a mail server", () => {
  test.each(looks.slice(0, 2))(
    "sends a test mail and reads the answer, in $locale",
    async (look) => {
      const page = await open(app, look);
      for (const reaction of [
        null,
        { at: "recipient", code: 550, text: "No such user" },
      ] as const) {
        smtp.react(() => reaction);
        await page.goto(`${app.origin}/admin/system`);
        await page.fill("#email", "carla@shop.example");
        await page.click("#mail-test button[type=submit]");
        const answer = await page.textContent(".mail-answer");
        expect(answer).toBe(reaction ? "EENVELOPE: 550 No such user" : "250 OK: message queued");
        expect(await objectionsOf(page)).toEqual([]);
      }
      await page.context().close();
    },
    testMaxMs,
  );
});
