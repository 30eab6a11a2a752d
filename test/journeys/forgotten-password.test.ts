import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, Page, Request } from "playwright-core";
import { hashPassword } from "#src/auth/password.ts";
import { signedIn, startTestApp, stranger, type TestApp } from "#test/support/app.ts";
import { objectionsOf } from "#test/support/axe.ts";
import { launchBrowser, watchConsole } from "#test/support/browser.ts";
import { freePort } from "#test/support/port.ts";
import type { ReceivedMail } from "#test/support/read-mail.ts";
import { startSmtp, type TestSmtp } from "#test/support/smtp.ts";

const setUpMaxMs = 90_000;
const testMaxMs = 120_000;
/** Behind many a step a password is hashed, which takes its time where others work as well. */
const stepMaxMs = 30_000;
const password = "a quiet river bend";

let app: TestApp;
let smtp: TestSmtp;
let browser: Browser;
let publicUrl: string;

beforeAll(async () => {
  const port = freePort();
  publicUrl = `http://stats.example:${port}`;
  smtp = await startSmtp();
  app = await startTestApp({ ...smtp.config, publicUrl, port, trustedProxies: ["loopback"] });
  browser = await launchBrowser();
}, setUpMaxMs);
afterAll(async () => {
  await browser?.close();
  await app?.stop();
  await smtp?.stop();
}, setUpMaxMs);

const linkIn = (mail: ReceivedMail | undefined) => /http:\S+/.exec(mail?.text ?? "")?.[0] ?? "";

/** The answer to a link that is over, and what the browser misses where there is no https. */
const isExpected = /status of 4(10|22)|Cross-Origin-Opener-Policy header has been ignored/;

/** Holds a page to its word: nothing in the console, no address of a secret told to anybody. */
async function visit(
  check: (page: Page) => Promise<void>,
  options: { javaScriptEnabled?: boolean; locale?: string } = {},
): Promise<void> {
  const context = await browser.newContext({ locale: "en-GB", ...options });
  const complaints = watchConsole(context);
  const asked: Request[] = [];
  context.on("request", (request) => asked.push(request));
  const page = await context.newPage();
  page.setDefaultTimeout(stepMaxMs);
  try {
    await check(page);
    expect(complaints.filter((line) => !isExpected.test(line))).toEqual([]);
    const requests = await Promise.all(
      asked.map(async (request) => {
        const { referer = "" } = await request.allHeaders();
        return { url: request.url(), referer };
      }),
    );
    expect(requests.length).toBeGreaterThan(0);
    expect(requests.filter(({ referer }) => referer.includes("/password/"))).toEqual([]);
  } finally {
    await context.close();
  }
}

async function makePerson(email: string, locale: "en" | "fr" = "en") {
  const passwordHash = await hashPassword("correct horse battery");
  return await signedIn(app, { email, role: "client", locale, passwordHash });
}

/** Asks for a link on the page, and returns the mail that comes. */
async function askForLink(page: Page, email: string, before: string): Promise<ReceivedMail> {
  await page.goto(before);
  await page.getByRole("link", { name: /Forgot your password|Mot de passe oublié/ }).click();
  await page.waitForURL("**/forgot-password**");
  const count = smtp.mails.length;
  await page.fill("#email", email);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/forgot-password?sent");
  const mails = await smtp.wait(count + 1);
  return mails.at(-1) as ReceivedMail;
}

describe("a forgotten password", () => {
  test(
    "is set by the link in the mail, and the way there is told to nobody",
    async () => {
      const elsewhere = await makePerson("anna@shop.example");
      await visit(async (page) => {
        const mail = await askForLink(page, "anna@shop.example", `${publicUrl}/sign-in`);
        expect(await objectionsOf(page)).toEqual([]);
        const link = linkIn(mail);
        expect(link).toStartWith(`${publicUrl}/password/`);
        await page.goto(link);
        expect(await page.inputValue("#email")).toBe("anna@shop.example");
        expect(await objectionsOf(page)).toEqual([]);
        await page.fill("#password", "password123");
        await page.keyboard.press("Enter");
        await page.getByText("among the first that are guessed").waitFor();
        await page.fill("#password", password);
        await page.keyboard.press("Enter");
        await page.waitForURL("**/sites");
        expect((await elsewhere.get("/sites")).status).toBe(303);
        await page.goto(link);
        await page.getByText("This link no longer works").waitFor();
        expect(await objectionsOf(page)).toEqual([]);
        await page.getByRole("link", { name: "Get a new link" }).click();
        await page.waitForURL("**/forgot-password");
        expect(await objectionsOf(page)).toEqual([]);
        const notice = (await smtp.wait(2)).at(-1);
        expect(notice?.subject).toBe("Your password was changed");
      });
    },
    testMaxMs,
  );

  test(
    "is set without scripts as well, over an address that browsers take for safe",
    async () => {
      await makePerson("lea@shop.example", "fr");
      await visit(
        async (page) => {
          const mail = await askForLink(page, "lea@shop.example", `${app.origin}/sign-in`);
          const answer = await page.goto(linkIn(mail).replace(publicUrl, app.origin));
          expect(answer?.headers()["referrer-policy"]).toBe("no-referrer");
          expect(await page.textContent("h1")).toBe("Choisir un nouveau mot de passe");
          await page.fill("#password", password);
          await page.keyboard.press("Enter");
          await page.waitForURL("**/sites");
          // The next test takes the mail that comes next for its own.
          const notice = (await smtp.wait(4)).at(-1);
          expect(notice?.subject).toBe("Votre mot de passe a été changé");
        },
        { javaScriptEnabled: false, locale: "fr-FR" },
      );
    },
    testMaxMs,
  );
});

describe("a mail", () => {
  const looks = (["light", "dark"] as const).flatMap((colorScheme) =>
    [360, 700].map((width) => [colorScheme, width] as const),
  );

  test.each(looks)(
    "is whole and readable in %s at %d pixels, and loads nothing",
    async (colorScheme, width) => {
      const email = `a-rather-long-address-of-somebody-${colorScheme}${width}@shop.example`;
      await makePerson(email);
      const count = smtp.mails.length;
      await stranger(app).post(
        "/forgot-password",
        { email },
        { "x-forwarded-for": `192.0.2.${width % 251}` },
      );
      const mail = (await smtp.wait(count + 1)).at(-1);
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 700 } });
      const page = await context.newPage();
      const asked: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      await page.setContent(mail?.html ?? "");
      expect(await page.textContent("h1")).toBe("Set a new password");
      const overflow = () => document.documentElement.scrollWidth - innerWidth;
      expect(await page.evaluate(overflow)).toBeLessThanOrEqual(0);
      expect(await objectionsOf(page)).toEqual([]);
      const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(ground).toBe(colorScheme === "dark" ? "rgb(16, 19, 20)" : "rgb(246, 246, 243)");
      expect(asked).toEqual([]);
      expect(mail?.html).not.toMatch(/<script|<img|<link|src=|url\(/);
      await context.close();
    },
    testMaxMs,
  );
});
