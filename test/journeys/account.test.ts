import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Secret } from "otpauth";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { hashPassword } from "#src/auth/password.ts";
import { codeAt } from "#src/auth/totp.ts";
import { signedIn, startTestApp, type TestApp } from "#test/support/app.ts";
import { objectionsOf } from "#test/support/axe.ts";
import { agents, launchBrowser, watchConsole } from "#test/support/browser.ts";

const password = "correct horse battery";
const setUpMaxMs = 90_000;
const testMaxMs = 120_000;
/** Behind many a step a password is hashed, which takes its time where others work as well. */
const stepMaxMs = 30_000;
const halfMinuteMs = 30_000;

let app: TestApp;
let browser: Browser;
let passwordHash: string;
beforeAll(async () => {
  app = await startTestApp({ trustedProxies: ["loopback"] });
  browser = await launchBrowser();
  passwordHash = await hashPassword(password);
}, setUpMaxMs);
afterAll(async () => {
  await browser?.close();
  await app?.stop();
}, setUpMaxMs);

let count = 0;
/** Makes somebody with an account; returns their address. */
async function newPerson(): Promise<string> {
  count += 1;
  const email = `person${count}@x.example`;
  await signedIn(app, { email, role: "client", passwordHash });
  return email;
}

/** A browser of its own, whose console stays empty. */
async function atBrowser(
  check: (page: Page) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  const context = await browser.newContext({ locale: "en-GB", ...options });
  const complaints = watchConsole(context);
  const page = await context.newPage();
  page.setDefaultTimeout(stepMaxMs);
  try {
    await check(page);
    // The browser notes each answer that is a refusal.
    expect(complaints.filter((text) => !text.includes("status of 4"))).toEqual([]);
  } finally {
    await context.close();
  }
}

async function signIn(page: Page, email: string, path = "/sites"): Promise<void> {
  await page.goto(`${app.origin}/sign-in?next=${encodeURIComponent(path)}`);
  await page.fill("#email", email);
  await page.fill("#password", password);
  await page.click("main button[type=submit]");
}

/** Reads the secret from the page, as somebody without a camera would. */
async function readSecret(page: Page): Promise<Uint8Array> {
  const text = (await page.textContent(".copy-box code")) ?? "";
  return Secret.fromBase32(text.replaceAll(" ", "")).bytes;
}

async function sendCode(page: Page, code: string): Promise<void> {
  await page.fill("#code", code);
  await page.click("main form button[type=submit]");
}

const codeIn = (secret: Uint8Array, ms = 0) => codeAt(secret, new Date(Date.now() + ms));

/** A code that is none of this secret's for as long as it is tried. */
function wrongCode(secret: Uint8Array): string {
  const right = [-2, -1, 0, 1, 2, 3].map((steps) => codeIn(secret, steps * halfMinuteMs));
  return right.includes("000000") ? "999999" : "000000";
}

const sticksOut = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;

async function isSound(page: Page): Promise<void> {
  expect(await page.evaluate(sticksOut)).toBeLessThanOrEqual(0);
  expect(await objectionsOf(page)).toEqual([]);
}

describe("two-step sign-in", () => {
  const looks: [name: string, options: BrowserContextOptions][] = [
    ["with scripts", {}],
    ["without scripts", { javaScriptEnabled: false }],
    ["on a phone, in the dark", { colorScheme: "dark", viewport: { width: 360, height: 740 } }],
  ];

  test.each(looks)(
    "%s: set up, sign in by a code and by a recovery code",
    (name, options) =>
      atBrowser(async (page) => {
        // Without scripts axe cannot run.
        const look = name === "without scripts" ? async () => {} : isSound;
        const email = await newPerson();
        await signIn(page, email, "/account");
        await look(page);
        await page.click("text=Set it up");
        const secret = await readSecret(page);
        await look(page);
        await sendCode(page, wrongCode(secret));
        await page.waitForSelector(".field-error");
        await look(page);
        await sendCode(page, codeIn(secret));
        await page.waitForSelector("h1:has-text('Your recovery codes')");
        const codes = ((await page.textContent(".copy-box code")) ?? "").split("\n");
        expect(codes).toHaveLength(10);
        await look(page);
        await page.click("text=I have kept them");
        await page.click("text=Recovery codes and settings");
        await page.waitForSelector("text=10 codes are left");
        await look(page);

        await page.click(".top-end summary");
        await page.click("text=Sign out");
        await page.waitForURL("**/sign-in");
        await signIn(page, email, "/account");
        await page.waitForURL("**/sign-in/code?**");
        await look(page);
        await sendCode(page, wrongCode(secret));
        await page.waitForSelector('.notice[data-kind="error"]');
        await look(page);
        await sendCode(page, codeIn(secret, halfMinuteMs));
        await page.waitForURL("**/account");

        await page.context().clearCookies();
        await signIn(page, email, "/account");
        await page.click("text=Use a recovery code");
        await look(page);
        await sendCode(page, codes[0] ?? "");
        await page.waitForURL("**/account");
      }, options),
    testMaxMs,
  );

  test(
    "that an admin asks for comes before everything else",
    () =>
      atBrowser(async (page) => {
        const email = await newPerson();
        await app.database.work`update users set requires_totp = true where email = ${email}`;
        await signIn(page, email);
        await page.waitForURL("**/account/two-factor");
        await page.waitForSelector("text=Your account needs two-step sign-in");
        await isSound(page);
        await page.goto(`${app.origin}/account`);
        await page.waitForURL("**/account/two-factor");
        await sendCode(page, codeIn(await readSecret(page)));
        await page.click("text=I have kept them");
        await page.waitForURL("**/account");
        await page.click("text=Recovery codes and settings");
        await page.waitForSelector("text=so it stays on");
      }),
    testMaxMs,
  );
});

describe("the sessions", () => {
  test(
    "one that is ended elsewhere is out at once",
    async () => {
      const email = await newPerson();
      await atBrowser(
        (phone) =>
          atBrowser(async (desk) => {
            await signIn(phone, email, "/account");
            await phone.waitForURL("**/account");
            await signIn(desk, email, "/account");
            await desk.click('button[aria-label="End the session of Safari, iOS"]');
            await desk.waitForSelector("text=Signed out there.");
            await isSound(desk);
            await phone.reload();
            await phone.waitForURL("**/sign-in?next=**");
          }),
        { userAgent: agents.iphone },
      );
    },
    testMaxMs,
  );

  test(
    "all others end with a new password, and this browser stays in",
    async () => {
      const email = await newPerson();
      await atBrowser((phone) =>
        atBrowser(async (desk) => {
          await signIn(phone, email, "/account");
          await phone.waitForURL("**/account");
          await signIn(desk, email, "/account");
          await desk.fill("#password", password);
          await desk.fill("#newPassword", "another staple entirely");
          await desk.click("text=Change the password");
          await desk.waitForSelector("text=Your password is changed");
          await phone.reload();
          await phone.waitForURL("**/sign-in?next=**");
        }),
      );
    },
    testMaxMs,
  );
});

describe("the theme", () => {
  const themeOf = (page: Page) => page.getAttribute("html", "data-theme");
  const isStored = (page: Page) =>
    page.waitForResponse((response) => response.url().endsWith("/account/theme"));

  test(
    "that one browser switches to is every browser's, and the sign-in keeps it",
    async () => {
      const email = await newPerson();
      await atBrowser((phone) =>
        atBrowser(async (desk) => {
          await signIn(phone, email);
          await phone.waitForURL("**/sites");
          await signIn(desk, email);
          await desk.waitForURL("**/sites");
          await Promise.all([isStored(desk), desk.click(".theme-switch")]);
          expect(await themeOf(desk)).toBe("dark");
          await phone.reload();
          expect(await themeOf(phone)).toBe("dark");
          await phone.click(".top-end summary");
          await phone.click("text=Sign out");
          await phone.waitForURL("**/sign-in");
          expect(await themeOf(phone)).toBe("dark");

          // The account page has the last word, and has it here as well.
          await desk.goto(`${app.origin}/account`);
          expect(await desk.inputValue("#theme")).toBe("dark");
          await desk.selectOption("#theme", "system");
          await desk.click("text=Save");
          await desk.waitForSelector("text=Your changes are saved.");
          expect(await themeOf(desk)).toBeNull();
        }),
      );
    },
    testMaxMs,
  );
});
