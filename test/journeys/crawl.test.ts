import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { fillDemo } from "#src/cli/demo/fill.ts";
import { startProjector } from "#src/stats/project/projector.ts";
import { type Person, signedIn, startTestApp, stranger, type TestApp } from "#test/support/app.ts";
import { launchBrowser } from "#test/support/browser.ts";
import { type Crawl, crawl } from "#test/support/crawl.ts";
import { makeSite } from "#test/support/events.ts";

// Whoever follows the links finds only what is there, what is theirs, and what is quiet.

const setUpMaxMs = 90_000;
const crawlMaxMs = 240_000;
const demoDays = 40;
const pagesMax = { admin: 80, client: 40, nobody: 30 };
/** What the help tells of the pages of admins stands there for everybody. */
const ofAdmins = ".prose a[href^='/admin']";
const foreignDomain = "foreign.example";

let app: TestApp;
let browser: Browser;
let people: { admin: Person; client: Person; nobody: Person };

beforeAll(async () => {
  app = await startTestApp({ rateLimit: 0, trustedProxies: ["loopback"] });
  const { database } = app;
  const { siteId } = await fillDemo({ database, now: new Date(), days: demoDays });
  await makeSite(database.work, foreignDomain);
  const projector = startProjector({ database, log: () => {} });
  await projector.settle();
  await projector.stop();
  people = {
    admin: await signedIn(app, { email: "anna@agency.example", role: "admin" }),
    client: await signedIn(app, { email: "zoe@shop.example", role: "client", siteIds: [siteId] }),
    nobody: stranger(app),
  };
  browser = await launchBrowser();
}, setUpMaxMs);

afterAll(async () => {
  await browser?.close();
  await app?.stop();
}, setUpMaxMs);

async function crawlAs(
  who: keyof typeof people,
  check?: Parameters<typeof crawl>[0]["check"],
): Promise<Crawl> {
  const context = await browser.newContext({ locale: "en-GB" });
  const [name, value = ""] = people[who].cookie.split("=");
  if (name) await context.addCookies([{ name, value, url: app.origin }]);
  try {
    return await crawl({
      ...{ context, origin: app.origin, pagesMax: pagesMax[who] },
      ...(who !== "admin" && { ignored: ofAdmins }),
      ...(check && { check }),
    });
  } finally {
    await context.close();
  }
}

describe("following every link", () => {
  let ofAdmin: Crawl;
  let ofNobody: Crawl;

  test(
    "as an admin: nothing is missing, nothing complains, nobody else is asked",
    async () => {
      ofAdmin = await crawlAs("admin");
      expect(ofAdmin.complaints).toEqual([]);
      const kinds = [/^\/sites$/, /filter=/, /[?&]pages=/, /\/lists\//, /\/export\//, /^\/admin/];
      expect(kinds.filter((kind) => !ofAdmin.visited.some((path) => kind.test(path)))).toEqual([]);
    },
    crawlMaxMs,
  );

  test(
    "as a client: the same, and never a page or a word of somebody else's site",
    async () => {
      const ofClient = await crawlAs("client", async (page) =>
        (await page.content()).includes(foreignDomain) ? [`tells of ${foreignDomain}`] : [],
      );
      expect(ofClient.complaints).toEqual([]);
      expect(ofClient.visited.length).toBeGreaterThan(20);
      const others = ofClient.seen.filter((path) => /^\/(admin|sites\/new)\b/.test(path));
      expect(others).toEqual([]);
      const foreign = ofAdmin.seen.filter(
        (path) => path.includes(foreignDomain) && !path.startsWith("/docs"),
      );
      expect(foreign.length).toBeGreaterThan(2);
      expect(await answersTo(people.client, foreign)).toEqual(["404"]);
    },
    crawlMaxMs,
  );

  test(
    "as nobody: there is the door, to which everything leads that is not for everybody",
    async () => {
      ofNobody = await crawlAs("nobody");
      expect(ofNobody.complaints).toEqual([]);
      expect(ofNobody.visited.some((path) => path.startsWith("/docs/"))).toBe(true);
      const behind = ofAdmin.seen
        .filter((path) => !path.startsWith("/docs") && !ofNobody.seen.includes(path))
        .slice(0, 200);
      expect(behind.length).toBeGreaterThan(20);
      expect(await answersTo(people.nobody, behind)).toEqual(["303 /sign-in"]);
    },
    crawlMaxMs,
  );
});

/** The different answers that somebody gets who asks for all of these. */
async function answersTo(person: Person, paths: readonly string[]): Promise<string[]> {
  const answers = new Set<string>();
  for (const path of paths) {
    const response = await person.get(path);
    await response.body?.cancel();
    const [place = ""] = (response.headers.get("location") ?? "").split("?");
    answers.add(`${response.status} ${place}`.trim());
  }
  return [...answers];
}
