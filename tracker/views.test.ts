import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { agents } from "#test/support/browser.ts";
import { browserPath } from "#test/support/browser-path.ts";
import { createFolder } from "#test/support/folder.ts";
import {
  setTrackerStage,
  type TrackedSite,
  type TrackerStage,
} from "#test/support/tracker-stage.ts";
import { htmlPage } from "#test/support/website.ts";
import type { Message } from "./contract.ts";

const maxMs = 60_000;
let stage: TrackerStage;

beforeAll(async () => {
  stage = await setTrackerStage();
}, maxMs);
afterAll(() => stage.end(), maxMs);

/** The paths of the views among messages. */
function pathsOf(site: TrackedSite, messages: Message[]): string[] {
  return messages.filter(({ t }) => t === "v").map(({ u }) => u.replace(site.origin, ""));
}

const library = (name: string) => (): Response =>
  new Response(Bun.file(join(import.meta.dir, "../node_modules", name)));

describe.concurrent("a page view", () => {
  test("is counted when a page has loaded, without what its address keeps to itself", async () => {
    const site = await stage.site({ pages: { "/": "", "/two": "" } });
    const { page, complaints } = await site.visit("/?utm_source=letter&token=secret&ref=x#part");
    const [load, ...none] = await site.take(1, "v");
    expect(none).toEqual([]);
    expect(load).toMatchObject({ t: "v", k: 0, e: 0, r: "", u: `${site.origin}/` });
    expect(load?.q).toBe("?utm_source=letter&ref=x");
    expect(JSON.stringify(load)).not.toContain("secret");
    // No title either: there is none yet when a router has changed the address.
    expect(JSON.stringify(load)).not.toContain("A shop");
    expect(site.lastHeaders().get("content-type")).toStartWith("text/plain");
    expect(site.lastHeaders().get("cookie")).toBeNull();

    await page.goto(`${site.origin}/two?id=secret`);
    // What the page before has to say last may come first.
    const two = (await site.take(1, "v")).find(({ t }) => t === "v");
    await page.goto(`${site.origin}/`);
    const back = (await site.take(1, "v")).find(({ t }) => t === "v");
    expect(two).toMatchObject({ u: `${site.origin}/two`, q: "" });
    expect(back?.i).not.toBe(load?.i as number);
    expect((await site.rows()).map(({ kind, path }) => [kind, path])).toEqual([
      ["pageview", "/"],
      ["pageview", "/two"],
      ["pageview", "/"],
    ]);
    expect(complaints).toEqual([]);
  }, 60_000);

  test("is counted once however a router pushes and replaces, while the mouse moves", async () => {
    const site = await stage.site({ pages: { "/": "" } });
    const { page } = await site.visit("/");
    await site.take(1, "v");
    const whileMoving = async (script: () => void, count = 1) => {
      await page.evaluate(script);
      for (let step = 0; step < 30; step++) await page.mouse.move(step * 5, step * 3);
      // For none there is nothing to wait for but the time in which one would have come.
      if (count === 0) await page.waitForTimeout(5_000);
      return pathsOf(site, await site.take(count, "v"));
    };
    expect(
      await whileMoving(() => {
        history.replaceState(0, "", "/tmp");
        history.pushState(0, "", "/tmp2");
        setTimeout(() => history.replaceState(0, "", "/shop"), 50);
        setTimeout(() => history.replaceState(1, "", "/shop"), 60);
      }),
    ).toEqual(["/shop"]);
    // The same address again, a state without address, and a place within the page.
    expect(
      await whileMoving(() => {
        history.pushState(0, "", "/shop");
        history.replaceState({ x: 1 }, "");
        location.hash = "reviews";
        history.pushState(0, "", "/shop?sort=price");
      }, 0),
    ).toEqual([]);
    expect(await whileMoving(() => history.go(-4))).toEqual(["/tmp"]);
    expect((await site.rows()).map(({ path }) => path)).toEqual(["/", "/shop", "/tmp"]);
  }, 120_000);

  test("is counted again when a page comes back from the back/forward cache", async () => {
    // Playwright cannot follow a page into the cache, so the pages go by themselves.
    let restored = 0;
    const site = await stage.site({
      pages: {
        "/kept": `<script>
          addEventListener("pageshow", ({ persisted }) => {
            if (persisted) fetch("/restored");
            if (!sessionStorage.gone) setTimeout(() => { location.href = "/away"; }, 500);
            sessionStorage.gone = true;
          });
        </script>`,
        "/away": "<script>onload = () => setTimeout(() => history.back(), 500);</script>",
        "/restored": () => {
          restored += 1;
          return new Response("");
        },
      },
    });
    await site.visit("/kept");
    const messages = (await site.take(3, "v")).filter(({ t }) => t === "v");
    // A shell loads it once more, which counts just so.
    expect(restored).toBe(stage.isShell ? 0 : 1);
    expect(messages.map(({ k, u, r }) => ({ k, u, r }))).toEqual([
      { k: 0, u: `${site.origin}/kept`, r: "" },
      { k: 0, u: `${site.origin}/away`, r: `${site.origin}/kept` },
      { k: 0, u: `${site.origin}/kept`, r: "" },
    ]);
    expect(new Set(messages.map(({ i }) => i)).size).toBe(3);
    expect(await site.rows()).toHaveLength(3);
  }, 60_000);

  test("of a page that was prerendered is counted when it is shown, and never before", async () => {
    const rules = { prerender: [{ urls: ["/shown", "/unseen"], eagerness: "immediate" }] };
    const ready = new Set<string>();
    let isTime = false;
    const site = await stage.site({
      pages: {
        "/": `<script type="speculationrules">${JSON.stringify(rules)}</script>
          <script>
            setInterval(async () => {
              if ((await fetch("/time")).status === 200) location.href = "/shown";
            }, 200);
          </script>`,
        "/time": () => new Response(null, { status: isTime ? 200 : 204 }),
        "/shown": `<script>fetch("/ready?" + document.prerendering);</script>`,
        "/unseen": `<script>fetch("/ready?unseen" + document.prerendering);</script>`,
        "/ready": ({ url }) => {
          ready.add(new URL(url).search);
          return new Response("");
        },
      },
    });
    // Playwright stops what is prerendered, so this browser is nobody's.
    const browser = await openPlainBrowser(`${site.origin}/`);
    for (let tries = 0; ready.size < 2 && tries < 600; tries++) await Bun.sleep(50);
    await Bun.sleep(1_000);
    expect(pathsOf(site, await site.take(1, "v"))).toEqual(["/"]);
    expect([...ready].sort()).toEqual(["?true", "?unseentrue"]);
    isTime = true;
    const shown = (await site.take(1, "v")).find(({ t }) => t === "v");
    expect(shown).toMatchObject({ u: `${site.origin}/shown`, k: 0 });
    expect(shown?.a).toBeLessThan(500);
    await Bun.sleep(1_000);
    expect(pathsOf(site, await site.take(0))).toEqual([]);
    await browser.close();
  }, 60_000);

  test("in the background waits until the page is shown", async () => {
    const site = await stage.site({ pages: { "/": "" } });
    const { page } = await site.visit("/", hideable);
    await page.waitForTimeout(1_500);
    expect(await site.take(0)).toEqual([]);
    await setHidden(page, false);
    expect(pathsOf(site, await site.take(1, "v"))).toEqual(["/"]);
  }, 60_000);

  test("of a tab that was open for a day is a new one", async () => {
    const site = await stage.site({ pages: { "/": "" } });
    const context = await stage.browser.newContext();
    const page = await context.newPage();
    await page.clock.install();
    await page.goto(`${site.origin}/`);
    await page.clock.runFor(1_000);
    const [first] = await site.take(1, "v");
    await page.clock.fastForward(20 * 3_600_000);
    await page.clock.runFor(2_000);
    const views = (await site.take(1, "v")).filter(({ t }) => t === "v");
    expect(views).toHaveLength(1);
    expect(views[0]?.i).not.toBe(first?.i as number);
    expect(views[0]?.a).toBeLessThan(2_000);
    await context.close();
  }, 60_000);

  test("in hash mode has the fragment, without its secrets, and goes back", async () => {
    const site = await stage.site({ pages: { "/": "" }, settings: { hashMode: true } });
    const { page } = await site.visit("/?a=1#/list?token=secret");
    expect(pathsOf(site, await site.take(1, "v"))).toEqual(["/#/list"]);
    await page.evaluate(() => {
      location.hash = "/item";
    });
    expect(pathsOf(site, await site.take(1, "v"))).toEqual(["/#/item"]);
    await page.goBack();
    expect(pathsOf(site, await site.take(1, "v"))).toEqual(["/#/list"]);
    expect((await site.rows()).map(({ path }) => path)).toEqual(["/#/list", "/#/item", "/#/list"]);
  }, 60_000);

  test("of a page that is none is an event 404 as well, by a tag or an attribute", async () => {
    const site = await stage.site({
      pages: {
        "/": "",
        "/gone": () => htmlPage(site.key && snippet(site), "<h1 data-track-404>Gone</h1>", {}, 404),
        "/lost": () => htmlPage(`<meta name="page" data-track-404>${snippet(site)}`, "", {}, 404),
      },
    });
    for (const path of ["/", "/gone", "/lost"]) {
      await site.visit(path);
      await site.take(1, "v");
    }
    expect((await site.rows()).map(({ kind, path, name }) => [kind, path, name])).toEqual([
      ["pageview", "/", ""],
      ["pageview", "/gone", ""],
      ["custom", "/gone", "404"],
      ["pageview", "/lost", ""],
      ["custom", "/lost", "404"],
    ]);
  }, 60_000);
});

function snippet({ stats, key }: TrackedSite): string {
  return `<script defer src="${stats}/${key}.js"></script>`;
}

describe.concurrent("routers", () => {
  test("Turbo: each visit once, with its previews, frames and a replaced address", async () => {
    const menu = `<a id="two" href="/two">Two</a> <a id="three" href="/three">Three</a>
      <turbo-frame id="part"><a id="frame" href="/part">Part</a></turbo-frame>`;
    const site = await stage.site({
      head: (line) => `${line}<script src="/turbo.js"></script>`,
      pages: {
        "/": menu,
        "/two": menu,
        "/three": menu,
        "/part": `<turbo-frame id="part">in place</turbo-frame>`,
        "/turbo.js": library("@hotwired/turbo/dist/turbo.es2017-umd.js"),
      },
    });
    const { page, complaints } = await site.visit("/");
    expect(pathsOf(site, await site.take(1, "v"))).toEqual(["/"]);
    for (const name of ["two", "three"]) {
      await page.click(`#${name}`);
      expect(pathsOf(site, await site.take(1, "v"))).toEqual([`/${name}`]);
    }
    await page.click("#frame");
    expect(pathsOf(site, await site.take(0))).toEqual([]);
    await page.goBack();
    expect(pathsOf(site, await site.take(1, "v"))).toEqual(["/two"]);
    expect(complaints).toEqual([]);
  }, 60_000);

  test("htmx: what is pushed is a view, what is swapped in is none", async () => {
    const site = await stage.site({
      head: (line) => `${line}<script src="/htmx.js"></script>`,
      pages: {
        "/": `<a id="boosted" hx-boost="true" href="/boosted">Boosted</a>
          <button id="swap" hx-get="/part" hx-target="#here">Swap</button>
          <button id="push" hx-get="/part" hx-target="#here" hx-push-url="/pushed">Push</button>
          <div id="here"></div>`,
        "/boosted": `<p>Boosted</p>`,
        "/part": () => new Response("<p>part</p>", { headers: { "content-type": "text/html" } }),
        "/htmx.js": library("htmx.org/dist/htmx.min.js"),
      },
    });
    const { page } = await site.visit("/");
    expect(pathsOf(site, await site.take(1, "v"))).toEqual(["/"]);
    await page.click("#swap");
    expect(pathsOf(site, await site.take(0))).toEqual([]);
    await page.click("#push");
    expect(pathsOf(site, await site.take(1, "v"))).toEqual(["/pushed"]);
    await page.click("#boosted");
    expect(pathsOf(site, await site.take(1, "v"))).toEqual(["/boosted"]);
  }, 60_000);

  test("Next and its like: a state replaced at the start, patched functions, a late push", async () => {
    const site = await stage.site({
      pages: {
        "/": `<a id="about" href="/about">About</a> <a id="old" href="/old">Old</a>
          <script>
            for (const name of ["pushState", "replaceState"]) {
              const real = history[name];
              history[name] = function (...words) { real.apply(this, words); };
            }
            history.replaceState({ tree: 1 }, "", location.href);
            onclick = (event) => {
              const link = event.target.closest("a");
              if (!link) return;
              event.preventDefault();
              event.stopPropagation();
              // The next page is fetched, then shown; old addresses lead to another at once.
              setTimeout(() => {
                history.pushState({}, "", link.href);
                if (link.id === "old") history.replaceState({}, "", "/new");
                history.replaceState({ tree: 2 }, "");
                document.title = link.id;
              }, 150);
            };
          </script>`,
      },
    });
    const { page, complaints } = await site.visit("/");
    expect(pathsOf(site, await site.take(1, "v"))).toEqual(["/"]);
    await page.click("#about");
    expect(pathsOf(site, await site.take(1, "v"))).toEqual(["/about"]);
    await page.click("#old");
    expect(pathsOf(site, await site.take(1, "v"))).toEqual(["/new"]);
    await page.goBack();
    expect(pathsOf(site, await site.take(1, "v"))).toEqual(["/about"]);
    expect(complaints).toEqual([]);
  }, 60_000);
});

/** Starts Chromium by itself at a page, as a person would. */
async function openPlainBrowser(url: string): Promise<{ close(): Promise<void> }> {
  const { path, args } = await browserPath();
  const profile = createFolder("browser");
  const words = ["--headless", "--no-sandbox", "--no-first-run", "--disable-sync"];
  const own = [`--user-agent=${agents.windows}`, `--user-data-dir=${profile.path}`];
  const browser = Bun.spawn([path, ...args, ...words, ...own, url], {
    stdout: "ignore",
    stderr: "ignore",
  });
  return {
    close: async () => {
      browser.kill();
      await browser.exited;
      profile.remove();
    },
  };
}

/** A page that is hidden until a test shows it: headless browsers show all their tabs. */
function hideable(): void {
  let isHidden = true;
  Object.defineProperty(document, "hidden", { get: () => isHidden });
  Object.assign(window, {
    setHidden: (value: boolean) => {
      isHidden = value;
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    },
  });
}

async function setHidden(page: Page, value: boolean): Promise<void> {
  await page.evaluate((isHidden) => {
    (window as unknown as { setHidden(value: boolean): void }).setHidden(isHidden);
  }, value);
}
