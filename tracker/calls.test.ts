import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import {
  setTrackerStage,
  type TrackedSite,
  type TrackerStage,
} from "#test/support/tracker-stage.ts";
import type { Tracker } from "./tracker.ts";

const maxMs = 60_000;
let stage: TrackerStage;

beforeAll(async () => {
  stage = await setTrackerStage();
}, maxMs);
afterAll(() => stage.end(), maxMs);

interface TrackedWindow {
  tracker: Tracker;
  done: string[];
}
declare const window: TrackedWindow;

/** The line that lets a page report events before the script has loaded, as the docs have it. */
const stub =
  "<script>window.tracker = window.tracker || function () { (tracker.q = tracker.q || []).push(arguments); };</script>";

describe.concurrent("tracker()", () => {
  test("counts an event with its properties, and says when it was sent", async () => {
    const site = await stage.site({ pages: { "/": "" } });
    const { page } = await site.visit("/");
    const [view] = await site.take(1);
    const isDone = await page.evaluate(
      () =>
        new Promise<boolean>((resolve) => {
          window.tracker("signup", { plan: "pro", seats: 3 }, () => resolve(true));
        }),
    );
    expect(isDone).toBe(true);
    expect(site.statuses()).toEqual([202, 202]);
    const [signup] = await site.take(1);
    expect(signup).toMatchObject({ t: "x", n: "signup", i: view?.i as number, k: 1 });
    await page.evaluate(() => window.tracker("plain"));
    await site.take(1);
    expect((await site.rows()).slice(1)).toMatchObject([
      { kind: "custom", name: "signup", props: { plan: "pro", seats: 3 } },
      { kind: "custom", name: "plain", props: null },
    ]);
  }, 60_000);

  test("takes properties of 1 KB, and the collector refuses what is larger", async () => {
    const site = await stage.site({ pages: { "/": "" } });
    const { page } = await site.visit("/");
    await site.take(1);
    const report = (length: number) =>
      page.evaluate((size) => window.tracker("big", { a: "x".repeat(size) }), length);
    await report(1_016);
    await report(1_017);
    await site.take(2);
    expect(site.statuses().sort()).toEqual([202, 202, 413]);
    expect(await site.rows()).toHaveLength(2);
  }, 60_000);

  test("works before the script has loaded, in order", async () => {
    const site = await stage.site({
      head: (line) =>
        `${stub}<script>tracker("early", { a: 1 }); tracker("second", {}, () => { done = true; });</script>${line}`,
      pages: { "/": "" },
    });
    const { page, complaints } = await site.visit("/");
    // All three leave in one moment, so that they may arrive in any order.
    const told = await site.take(3);
    expect(told.toSorted((a, b) => a.k - b.k)).toMatchObject([
      { t: "v", k: 0 },
      { t: "x", k: 1, n: "early", p: { a: 1 } },
      { t: "x", k: 2, n: "second" },
    ]);
    await page.waitForFunction(() => (window as unknown as { done?: boolean }).done === true);
    expect(complaints).toEqual([]);
  }, 60_000);

  test("takes more at once than browsers let a page keep alive", async () => {
    const site = await stage.site({ pages: { "/": "" } });
    const { page } = await site.visit("/");
    await site.take(1);
    await page.evaluate(() => {
      for (let at = 0; at < 100; at++) window.tracker("many", { at, text: "x".repeat(900) });
    });
    await Bun.sleep(6_000);
    const messages = await site.take(100);
    expect(new Set(messages.map(({ k }) => k)).size).toBe(100);
    expect(await site.rows()).toHaveLength(101);
  }, 60_000);

  test("without a name counts a view, in manual mode the only ones", async () => {
    const site = await stage.site({
      head: (line) =>
        `${stub}<script>tracker(null, { url: "/users/:id?secret" });</script>${line.replace("defer", "defer data-track-manual")}`,
      pages: { "/users/7": `<button id="tel" data-track="cta">Call</button>` },
    });
    const { page } = await site.visit("/users/7");
    expect(await site.take(1)).toMatchObject([{ t: "v", u: "/users/:id?secret" }]);
    await page.evaluate(() => history.pushState(0, "", "/elsewhere"));
    await page.mouse.move(50, 50);
    await page.waitForTimeout(1_300);
    await page.click("#tel");
    const clicked = await site.take(1, "c");
    await page.evaluate(() => window.tracker());
    const rest = [...clicked, ...(await site.take(1, "v"))].filter(({ t }) => t !== "b");
    expect(rest.map(({ t, u }) => [t, u.replace(site.origin, "")])).toEqual([
      ["c", "/users/:id?secret"],
      ["v", "/elsewhere"],
    ]);
    expect((await site.rows()).map(({ kind, path }) => `${kind} ${path}`).toSorted()).toEqual([
      "cta /users/:id",
      "pageview /elsewhere",
      "pageview /users/:id",
    ]);
  }, 60_000);
});

describe.concurrent("a message that cannot be sent", () => {
  test("is sent once more, and counted once", async () => {
    const site = await stage.site({ pages: { "/": "" } });
    const context = await stage.browser.newContext();
    const page = await context.newPage();
    let failures = 0;
    await page.route(`${site.stats}/${site.key}`, (route) => {
      failures += 1;
      return failures === 1 ? route.abort("connectionreset") : route.continue();
    });
    await page.goto(`${site.origin}/`);
    await Bun.sleep(3_000);
    expect(await site.take(0)).toEqual([]);
    const [view, ...none] = await site.take(1);
    expect(none).toEqual([]);
    expect(view).toMatchObject({ t: "v", k: 0 });
    // The view began when it began, not when it was told.
    expect(view?.a).toBeGreaterThan(4_900);
    expect(failures).toBe(2);
    expect(await site.rows()).toHaveLength(1);
    await context.close();
  }, 60_000);

  test("is given up after that, and whoever waits for it is told so once", async () => {
    const site = await stage.site({ pages: { "/": "" } });
    const { page } = await site.visit("/");
    await site.take(1);
    let tries = 0;
    await page.route(`${site.stats}/${site.key}`, (route) => {
      tries += 1;
      return route.abort("internetdisconnected");
    });
    await page.evaluate(() => {
      window.done = [];
      window.tracker("lost", {}, () => window.done.push("lost"));
    });
    await page.waitForFunction(() => window.done.length > 0);
    expect(await page.evaluate(() => window.done)).toEqual(["lost"]);
    await Bun.sleep(11_000);
    expect(tries).toBe(2);
    expect(await page.evaluate(() => window.done)).toEqual(["lost"]);
    // The next message heals the view, had it been lost.
    await page.unroute(`${site.stats}/${site.key}`);
    await page.evaluate(() => window.tracker("heard"));
    expect(await site.take(1)).toMatchObject([{ n: "heard", k: 2 }]);
  }, 60_000);
});

describe.concurrent("opting out", () => {
  const optedOut = (page: Page) => page.evaluate(() => Object.entries(localStorage));

  test("by tracker.optOut() ends everything in this browser, until the visitor opts in", async () => {
    const site = await stage.site({ pages: { "/": "" } });
    const { page } = await site.visit("/");
    await site.take(1);
    expect(await optedOut(page)).toEqual([]);
    await page.evaluate(() => {
      window.done = [];
      window.tracker.optOut();
      window.tracker("secret", {}, () => window.done.push("told"));
    });
    expect(await optedOut(page)).toEqual([["tracker", "1"]]);
    await page.reload();
    await page.waitForTimeout(300);
    expect(await site.take(0)).toEqual([]);
    await page.evaluate(() => window.tracker.optOut(false));
    await page.reload();
    // Of the page before it is told how long it lasted, if that was a second.
    const told = await site.take(1, "v");
    expect(told.filter(({ t }) => t !== "b")).toMatchObject([{ t: "v" }]);
  }, 60_000);

  test("tells whoever waits for an event, as if it had been sent", async () => {
    const site = await stage.site({ pages: { "/": "" } });
    const { page } = await site.visit("/", () => {
      localStorage.tracker = "off";
    });
    await page.waitForTimeout(300);
    const isDone = await page.evaluate(
      () =>
        new Promise<boolean>((resolve) => {
          window.tracker("waited", {}, () => resolve(true));
        }),
    );
    expect(isDone).toBe(true);
    expect(await site.take(0)).toEqual([]);
  }, 60_000);

  test.each([false, true])(
    "by a link to #tracker-off, and in by #tracker-on; hash mode: %p",
    async (hashMode) => {
      const site = await stage.site({
        settings: { hashMode },
        pages: {
          "/": `<a id="off" href="#tracker-off">Do not count me</a>
          <a id="on" href="#tracker-on">Count me</a> <a id="else" href="#tracker-offers">Offers</a>`,
        },
      });
      const { page } = await site.visit("/");
      await site.take(1);
      await page.click("#else");
      await site.take(hashMode ? 1 : 0, "v");
      expect(await optedOut(page)).toEqual([]);
      await page.click("#off");
      await page.waitForFunction(() => localStorage.tracker);
      await page.evaluate(() => window.tracker("secret"));
      // In hash mode it is another page, and the time on the last one was told before.
      expect((await site.take(0)).filter(({ t }) => t !== "b")).toEqual([]);
      await page.click("#on");
      await page.waitForFunction(() => !localStorage.tracker);
      expect((await site.take(1, "v")).map(({ t }) => t)).toContain("v");
      // Whoever opens the address with it is out before anything is told.
      const other = await site.visit("/#tracker-off");
      await other.page.waitForTimeout(400);
      // The first page is still there, and tells its time after half a minute.
      expect((await site.take(0)).filter(({ t }) => t !== "b")).toEqual([]);
      expect(await optedOut(other.page)).toEqual([["tracker", "true"]]);
    },
    60_000,
  );

  test("holds as long as the document where the browser forbids storage", async () => {
    const frame = `<iframe sandbox="allow-scripts" src="/guest"></iframe>`;
    const site = await stage.site({ pages: { "/": frame, "/guest": "" } });
    const { page, complaints } = await site.visit("/");
    const guest = page.frame({ url: "**/guest" });
    await site.take(2, "v");
    for (const call of ["tracker.optOut()", "location.hash = 'tracker-off'"]) {
      await guest?.evaluate(call);
      // Three times as long as the address is left unlooked at.
      await page.waitForTimeout(3_000);
      // The time on the page may have been told before.
      await site.take(0);
      await guest?.evaluate("tracker('secret')");
      expect((await site.take(0)).filter(({ t }) => t !== "b")).toEqual([]);
      await guest?.evaluate("tracker.optOut(false)");
      await guest?.evaluate("tracker('open')");
      const told = (await site.take(1, "x")).filter(({ t }) => t !== "b");
      expect(told).toMatchObject([{ t: "x", n: "open" }]);
    }
    expect(complaints).toEqual([]);
  }, 60_000);
});

describe.concurrent("the settings of a site", () => {
  test("keep local hosts and automated browsers silent", async () => {
    const site = await stage.site({ settings: { countTestTraffic: false }, pages: { "/": "" } });
    const { page, complaints } = await site.visit("/");
    await page.waitForTimeout(300);
    expect(await site.take(0)).toEqual([]);
    // A public host, but an automated browser.
    await page.goto(publicOf(site, "shop.example"));
    await page.waitForTimeout(300);
    expect(await page.evaluate(() => [navigator.webdriver, typeof window.tracker])).toEqual([
      true,
      "function",
    ]);
    expect(await site.take(0)).toEqual([]);
    expect(complaints).toEqual([]);
  }, 60_000);

  test.each([
    ["GPC", () => Object.defineProperty(navigator, "globalPrivacyControl", { value: true })],
    ["DNT", () => Object.defineProperty(navigator, "doNotTrack", { value: "1" })],
  ])(
    "respect %s, and say only that one more has asked",
    async (_name, init) => {
      const site = await stage.site({
        settings: { respectDnt: true },
        pages: { "/": `<button id="tel" data-track="cta">Call</button>` },
      });
      const { page } = await site.visit("/", init as () => void);
      await site.take(0);
      await page.waitForTimeout(300);
      await page.click("#tel");
      await page.evaluate(() => window.tracker("secret"));
      await page.waitForTimeout(300);
      expect(await site.take(0)).toEqual([]);
      for (let tries = 0; tries < 50 && site.empty() === 0; tries++) await Bun.sleep(100);
      expect(site.empty()).toBe(1);
      expect(await site.rows()).toEqual([]);
      // A local host that is not wanted does not say even that.
      const local = await stage.site({
        settings: { respectDnt: true, countTestTraffic: false },
        pages: { "/": "" },
      });
      await local.visit("/", init as () => void);
      await Bun.sleep(400);
      expect(local.empty()).toBe(0);
      // And a site that does not respect it counts.
      const other = await stage.site({ pages: { "/": "" } });
      await other.visit("/", init as () => void);
      expect(await other.take(1)).toHaveLength(1);
    },
    60_000,
  );

  test("leave out pages, whose visits the collector drops", async () => {
    const site = await stage.site({
      settings: { excludedPaths: ["/admin/*"] },
      pages: { "/": "", "/admin/x": `<button id="tel" data-track="cta">Call</button>` },
    });
    const { page, complaints } = await site.visit("/admin/x");
    await site.take(1);
    await page.click("#tel");
    await site.take(1);
    await page.goto(`${site.origin}/`);
    // What the page before has to say last may come first.
    await site.take(1, "v");
    expect((await site.rows()).map(({ path }) => path)).toEqual(["/"]);
    expect(new Set(site.statuses())).toEqual(new Set([202]));
    expect(complaints).toEqual([]);
  }, 60_000);

  test("have a list of own hosts: one visit, no outbound click, no source", async () => {
    const site = await stage.site({
      settings: { hostnames: ["shop.example", "blog.example"], countTestTraffic: false },
      pages: {
        "/": `<a id="blog">Blog</a> <a id="other" href="http://other.example:1/">Other</a>`,
        "/post": "",
      },
      headers: () => ({ "referrer-policy": "unsafe-url" }),
    });
    const { page, complaints } = await site.visit("/", () =>
      Object.defineProperty(navigator, "webdriver", { value: false }),
    );
    await page.goto(publicOf(site, "shop.example"));
    await site.take(1);
    await page.evaluate(
      (url) => {
        document.querySelector<HTMLAnchorElement>("#blog")?.setAttribute("href", url);
      },
      `${publicOf(site, "blog.example")}post?id=1`,
    );
    await page.click("#other", { modifiers: ["ControlOrMeta"] });
    await site.take(1, "c");
    await page.click("#blog");
    await site.take(1, "v");
    const rows = await site.rows();
    expect(
      rows.map(({ kind, path, referrer, source, target }) => [
        kind,
        path,
        referrer,
        source,
        target,
      ]),
    ).toEqual([
      ["pageview", "/", "", "", ""],
      ["outbound", "/", "", "", "http://other.example:1/"],
      ["pageview", "/post", "", "", ""],
    ]);
    expect(new Set(rows.map(({ visitor }) => visitor)).size).toBe(1);
    expect(complaints).toEqual([]);
  }, 60_000);
});

/** The address of a site's pages under a public name, which leads to this machine. */
function publicOf({ origin }: TrackedSite, host: string): string {
  const url = new URL(origin);
  url.hostname = host;
  return url.href;
}
