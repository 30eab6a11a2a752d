import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { fillDemo } from "#src/cli/demo/fill.ts";
import type { Locale } from "#src/lib/locale.ts";
import { startProjector } from "#src/stats/project/projector.ts";
import { type Person, signedIn, startTestApp, stranger, type TestApp } from "#test/support/app.ts";
import { launchBrowser } from "#test/support/browser.ts";
import { crawl } from "#test/support/crawl.ts";
import { untranslatedOn } from "#test/support/other-words.ts";
import { helpSlugs } from "#views/help/contents.ts";

// Everything that can be reached, in both languages, on a phone.

const setUpMaxMs = 90_000;
const crawlMaxMs = 240_000;
const demoDays = 10;
const locales = ["en", "fr"] as const;
const pagesMax = { admin: 40, client: 10, nobody: 10 };
type Who = keyof typeof pagesMax;

/** Where no link leads: errors, and links that have ended. */
const withoutLinks: Record<Who, string[]> = {
  admin: ["/nowhere", "/sites/nowhere.example", "/admin/audit?subject=nowhere", "/docs?q=xyzzy"],
  client: ["/nowhere", "/admin/system", "/account/two-factor"],
  nobody: ["/nowhere", "/setup/x", "/password/x", "/unsubscribe/x", "/offline", "/docs?q=cookie"],
};

/** What a person saw in a language. */
interface Seen {
  visited: string[];
  complaints: string[];
  /** Whole sentences of the help. */
  sentences: string[];
}

let app: TestApp;
let browser: Browser;
const seen = {} as Record<Locale, Seen>;

beforeAll(async () => {
  app = await startTestApp({ rateLimit: 0, trustedProxies: ["loopback"] });
  const { database } = app;
  const { siteId } = await fillDemo({ database, now: new Date(), days: demoDays });
  const projector = startProjector({ database, log: () => {} });
  await projector.settle();
  await projector.stop();
  browser = await launchBrowser();
  const lookIn = async (locale: Locale) => {
    seen[locale] = await lookAround(locale, siteId);
  };
  await Promise.all(locales.map(lookIn));
}, setUpMaxMs + crawlMaxMs);

afterAll(async () => {
  await browser?.close();
  await app?.stop();
}, setUpMaxMs);

async function lookAround(locale: Locale, siteId: number): Promise<Seen> {
  const email = (name: string) => `${name}@${locale}.example`;
  const people: Record<Who, Person> = {
    admin: await signedIn(app, { email: email("anna"), role: "admin", locale }),
    client: await signedIn(app, { email: email("zoe"), role: "client", locale, siteIds: [siteId] }),
    nobody: stranger(app),
  };
  const all: Seen = { visited: [], complaints: [], sentences: [] };
  for (const who of Object.keys(people) as Who[]) {
    const context = await openContext(locale, people[who]);
    const check = (page: Page) => faultsOf(page, locale);
    const { origin } = app;
    const found = await crawl({
      ...{ context, origin, pagesMax: pagesMax[who], check },
      // The same pages in the other language.
      ignored: "[href*='lang=']",
    });
    all.visited.push(...found.visited);
    all.complaints.push(...found.complaints.map((text) => `${who} ${text}`));
    const page = await context.newPage();
    for (const path of withoutLinks[who]) {
      await page.goto(origin + path);
      for (const fault of await check(page)) all.complaints.push(`${who} ${path}: ${fault}`);
    }
    if (who === "nobody") await readHelp(page, locale, all);
    await context.close();
  }
  return all;
}

async function openContext(locale: Locale, { cookie }: Person): Promise<BrowserContext> {
  const context = await browser.newContext({
    ...{ locale: locale === "en" ? "en-GB" : "fr-FR", isMobile: true, hasTouch: true },
    viewport: { width: 360, height: 740 },
  });
  const [name, value = ""] = cookie.split("=");
  if (name) await context.addCookies([{ name, value, url: app.origin }]);
  return context;
}

/** What is wrong with a page on a phone in a language. */
async function faultsOf(page: Page, locale: Locale): Promise<string[]> {
  const { lang, over } = await page.evaluate(() => {
    const { scrollWidth, clientWidth, lang: ofPage } = document.documentElement;
    return { lang: ofPage, over: scrollWidth - clientWidth };
  });
  const untranslated = await untranslatedOn(page, locale);
  return [
    ...(lang === locale ? [] : [`is in ${lang}`]),
    ...(over > 0 ? [`sticks out by ${over} px`] : []),
    ...untranslated.map((text) => `says “${text}”`),
  ];
}

async function readHelp(page: Page, locale: Locale, { complaints, sentences }: Seen) {
  for (const slug of helpSlugs) {
    await page.goto(`${app.origin}/docs/${slug}`);
    for (const fault of await faultsOf(page, locale)) complaints.push(`/docs/${slug}: ${fault}`);
    sentences.push(...(await page.locator(".help-article").evaluate(readSentences)));
  }
}

/** What is said in whole on a page of the help; names and commands are the same everywhere. */
function readSentences(article: Element): string[] {
  for (const code of article.querySelectorAll("code, .help-anchor")) code.remove();
  const parts = article.querySelectorAll("h1, .prose :is(p, li, h2, h3, td)");
  return [...parts]
    .map(({ textContent }) => textContent.trim())
    .filter((text) => text.split(/\s+/).length > 3);
}

describe.each([...locales])("in %s, on a phone,", (locale) => {
  test("nothing sticks out, and nothing is said in another language", () => {
    expect(seen[locale].complaints).toEqual([]);
  });

  test("one of everything was seen", () => {
    const { visited, sentences } = seen[locale];
    const kinds = [/^\/sites$/, /filter=/, /\/lists\//, /\/privacy/, /^\/admin/, /^\/account/];
    expect(kinds.filter((kind) => !visited.some((path) => kind.test(path)))).toEqual([]);
    expect(sentences.length).toBeGreaterThan(500);
  });
});

describe("the help", () => {
  test("has no paragraph that is the same in both languages", () => {
    const english = new Set(seen.en.sentences);
    expect(seen.fr.sentences.filter((sentence) => english.has(sentence))).toEqual([]);
  });
});
