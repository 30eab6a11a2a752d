import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import type { TrackerSettings } from "#src/lib/tracker-variant.ts";
import { agents, launchBrowser, watchConsole } from "#test/support/browser.ts";
import { insertSite, startCollector } from "#test/support/collector.ts";
import { createTestDatabase } from "#test/support/database.ts";
import { type Inbox, openInbox } from "#test/support/inbox.ts";
import { serveWebsite, type Website } from "#test/support/website.ts";

const launchMaxMs = 60_000;
const settings: TrackerSettings = { hashMode: false, respectDnt: false, countTestTraffic: true };

let browser: Browser;
let inbox: Inbox;
let website: Website;

beforeAll(async () => {
  // Playwright switches the back/forward cache off, which real visitors have.
  const ignoreDefaultArgs = ["--disable-back-forward-cache"];
  browser = await launchBrowser({ ignoreDefaultArgs });
  inbox = openInbox();
  const links = `
    <a id="out" href="https://forum.example/a?token=1#x" target="_blank"><b>Forum</b></a>
    <a id="tel" href="tel:+33400000000">Call</a>
    <a id="mail" href="mailto:hello@shop.example?subject=x">Write</a>
    <a id="file" href="/files/prices.pdf">Prices</a>
    <a id="page" href="/about.html">About</a>
    <svg width="60" height="20"><a id="svg" href="https://svg.example/"><text y="15">SVG</text></a></svg>
    <button id="cta" data-track="cta"> Book   now </button>
    <button id="named" data-track="event" data-track-name="chat">Chat</button>
    <div id="shadow"></div>
    <form id="contact" action="/send"><input name="id" value="secret"><button id="send">Send</button></form>
    <p style="height:4000px"></p>`;
  website = serveWebsite(`<script defer src="${inbox.origin}/k1.js?ver=6.8"></script>`, {
    "/": links,
    "/two": "two",
    "/hash": "hash",
    "/favicon.ico": "",
    // Playwright cannot follow a page into the back/forward cache, so the pages go by themselves.
    "/kept": `<script>
      addEventListener("pageshow", ({ persisted }) => {
        if (persisted) fetch("${inbox.origin}/restored", { method: "POST", mode: "no-cors" });
        else setTimeout(() => { location.href = "/away"; }, 300);
      });
    </script>`,
    "/away": "<script>onload = () => setTimeout(() => history.back(), 300);</script>",
  });
}, launchMaxMs);

afterAll(async () => {
  await browser.close();
  await inbox.stop();
  await website.stop();
});

/** A tab of a new visitor, whose clicks lead nowhere. */
async function visit(path: string, init?: () => void): Promise<Page> {
  const context = await browser.newContext({ userAgent: agents.windows });
  if (init) await context.addInitScript(init);
  const page = await context.newPage();
  await page.goto(website.origin + path);
  return page;
}

describe("the script", () => {
  test("counts a load and each route of the page's own, and nothing twice", async () => {
    inbox.serve(settings);
    const page = await visit("/?utm_source=letter&token=secret&ref=x#part");
    const complaints = watchConsole(page.context());
    const [load, ...none] = await inbox.take(1);
    expect(none).toEqual([]);
    expect(load).toMatchObject({
      v: 1,
      t: "v",
      k: 0,
      u: `${website.origin}/`,
      q: "?utm_source=letter&ref=x",
      r: "",
      e: 0,
    });
    expect(JSON.stringify(load)).not.toContain("secret");
    expect(inbox.headers.at(-1)?.get("content-type")).toStartWith("text/plain");
    expect(inbox.headers.at(-1)?.get("cookie")).toBeNull();

    // A router that pushes and then replaces, twice the same address, and a fragment.
    await page.evaluate(() => {
      history.pushState(0, "", "/tmp");
      history.replaceState(0, "", "/shop");
      history.replaceState(1, "", "/shop");
    });
    await page.evaluate(() => {
      location.hash = "reviews";
    });
    const [shop, ...noMore] = await inbox.take(1);
    expect(noMore).toEqual([]);
    expect(shop).toMatchObject({ t: "v", k: 0, u: `${website.origin}/shop`, r: "" });
    expect(shop?.i).not.toBe(load?.i);

    await page.goto(`${website.origin}/two`);
    expect(await inbox.take(1)).toMatchObject([{ t: "v", u: `${website.origin}/two` }]);
    expect(complaints).toEqual([]);
  }, 20_000);

  test("counts a return from the back/forward cache as a new view", async () => {
    inbox.serve(settings);
    await visit("/kept");
    const messages = await inbox.take(3);
    expect(inbox.restored()).toBe(1);
    expect(messages.map(({ t, k, u, r }) => ({ t, k, u, r }))).toEqual([
      { t: "v", k: 0, u: `${website.origin}/kept`, r: "" },
      { t: "v", k: 0, u: `${website.origin}/away`, r: `${website.origin}/kept` },
      { t: "v", k: 0, u: `${website.origin}/kept`, r: "" },
    ]);
    expect(new Set(messages.map(({ i }) => i)).size).toBe(3);
  }, 20_000);

  test("tells what was clicked, marked and sent, and nothing that was typed", async () => {
    inbox.serve(settings);
    const page = await visit("/", () => {
      // As late as can be, so that nothing leads away from the page and the script comes first.
      for (const type of ["click", "auxclick", "submit"])
        addEventListener(type, (event) => {
          if (!(event.target as Element).matches("#send")) event.preventDefault();
        });
    });
    const [view] = await inbox.take(1);
    const clickOn = async (id: string) => {
      await page.click(`#${id}`);
      return (await inbox.take(1)).map(({ t, n, p, i }) => ({ t, n, p, same: i === view?.i }));
    };
    const click = (url: string) => [{ t: "c", n: undefined, p: { url }, same: true }];
    expect(await clickOn("out")).toEqual(click("https://forum.example/a") as never);
    expect(await clickOn("tel")).toEqual(click("tel:+33400000000") as never);
    expect(await clickOn("mail")).toEqual(click("mailto:hello@shop.example") as never);
    expect(await clickOn("file")).toEqual(click(`${website.origin}/files/prices.pdf`) as never);
    expect(await clickOn("svg")).toEqual(click("https://svg.example/") as never);
    expect(await clickOn("cta")).toMatchObject([{ t: "c", n: "cta", p: { label: "Book   now" } }]);
    expect(await clickOn("named")).toMatchObject([{ t: "c", n: "event", p: { label: "chat" } }]);
    const sent = await clickOn("send");
    expect(sent).toMatchObject([{ t: "f", n: "contact" }]);
    expect(JSON.stringify(sent)).not.toContain("secret");
    await page.evaluate(() => {
      const root = document.querySelector("#shadow")?.attachShadow({ mode: "open" });
      if (root) root.innerHTML = '<a href="https://shadow.example/">In the shadow</a>';
      root?.querySelector("a")?.click();
    });
    expect(await inbox.take(1)).toMatchObject([{ t: "c", p: { url: "https://shadow.example/" } }]);
    await page.click("#out", { button: "middle" });
    expect(await inbox.take(1)).toMatchObject([{ t: "c" }]);
    await page.click("#out", { button: "right" });
    await page.click("#page");
    expect(await inbox.take(0)).toEqual([]);

    await page.evaluate(() => {
      const { tracker } = window as unknown as { tracker: (...call: unknown[]) => void };
      tracker("signup", { plan: "pro" });
    });
    const [signup] = await inbox.take(1);
    expect(signup).toMatchObject({ t: "x", n: "signup", p: { plan: "pro" }, i: view?.i ?? 0 });
    expect(signup?.k).toBe(11);
  }, 20_000);

  test("measures how long and how deep a page was read", async () => {
    inbox.serve(settings);
    const page = await visit("/");
    await inbox.take(1);
    await page.mouse.move(10, 10);
    await page.waitForTimeout(1_200);
    await page.mouse.wheel(0, 5_000);
    await page.waitForTimeout(100);
    await page.goto(`${website.origin}/two`);
    const [beat] = await inbox.take(2);
    expect(beat).toMatchObject({ t: "b", u: `${website.origin}/` });
    expect(beat?.e).toBeGreaterThan(1_000);
    expect(beat?.e).toBeLessThan(4_000);
    expect(beat?.a).toBeGreaterThanOrEqual(beat?.e ?? 0);
    expect(beat?.y).toBe(100);
  }, 20_000);

  test("keeps silent where it should", async () => {
    const silent = async (variant: TrackerSettings, init?: () => void) => {
      inbox.serve(variant);
      const page = await visit("/", init);
      await page.waitForTimeout(200);
      return (await inbox.take(0)).length;
    };
    // A local host, and an automated browser.
    expect(await silent({ ...settings, countTestTraffic: false })).toBe(0);
    // Opted out in this browser.
    const optOut = () => {
      localStorage.tracker = "off";
    };
    expect(await silent(settings, optOut)).toBe(0);
    const asksNot = () => {
      Object.defineProperty(navigator, "globalPrivacyControl", { value: true });
    };
    expect(await silent({ ...settings, respectDnt: true }, asksNot)).toBe(0);
    expect(inbox.empty()).toBe(1);
    expect(await silent(settings, asksNot)).toBe(1);
    // A local host does not say even that.
    expect(await silent({ ...settings, respectDnt: true, countTestTraffic: false }, asksNot)).toBe(
      0,
    );
    expect(inbox.empty()).toBe(1);
  }, 20_000);

  test("has the fragment in the address in hash mode, and no secret of it", async () => {
    inbox.serve({ ...settings, hashMode: true });
    const page = await visit("/hash?a=1#/list?token=secret");
    expect(await inbox.take(1)).toMatchObject([{ u: `${website.origin}/hash#/list` }]);
    await page.evaluate(() => {
      location.hash = "/item";
    });
    expect(await inbox.take(1)).toMatchObject([{ u: `${website.origin}/hash#/item` }]);
    await page.goBack();
    expect(await inbox.take(1)).toMatchObject([{ u: `${website.origin}/hash#/list` }]);
  }, 20_000);

  test("keeps what a page reports before the script is there", async () => {
    inbox.serve(settings);
    await visit("/", () => {
      Object.assign(window, { tracker: { q: [["early", { a: 1 }]] } });
    });
    expect(await inbox.take(2)).toMatchObject([
      { t: "v", k: 0 },
      { t: "x", k: 1, n: "early", p: { a: 1 } },
    ]);
  }, 20_000);
});

describe("the script with a real collector", () => {
  test("becomes rows of the database", async () => {
    const database = await createTestDatabase();
    const collector = startCollector({ database });
    const site = await insertSite(database, { domain: "127.0.0.1", countTestTraffic: true });
    const snippet = `<script defer src="${collector.origin}/${site.key}.js"></script>`;
    const shop = serveWebsite(snippet, {
      "/": `<a href="tel:+331">Call</a><a href="/two">Two</a>`,
      "/two": "",
      "/favicon.ico": "",
    });
    const context = await browser.newContext({ userAgent: agents.iphone, locale: "fr-FR" });
    const complaints = watchConsole(context);
    const page = await context.newPage();
    const answered = () => page.waitForResponse(`${collector.origin}/${site.key}`);
    await Promise.all([answered(), page.goto(`${shop.origin}/`)]);
    await Promise.all([answered(), page.click("text=Call")]);
    await Promise.all([answered(), page.click("text=Two")]);
    await page.waitForTimeout(300);
    const rows = await database.work`
      select kind, path, target, device, os, language, referrer
      from events where site_id = ${site.id} order by path, kind
    `;
    const known = { device: "mobile", os: "iOS", language: "fr", referrer: "" };
    expect([...rows]).toEqual([
      { ...known, kind: "pageview", path: "/", target: "" },
      { ...known, kind: "tel", path: "/", target: "tel:+331" },
      { ...known, kind: "pageview", path: "/two", target: "" },
    ]);
    expect(complaints).toEqual([]);
    await context.close();
    await collector.stop();
    await shop.stop();
    await database.drop();
  }, 30_000);
});
