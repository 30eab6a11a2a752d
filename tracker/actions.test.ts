import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import {
  setTrackerStage,
  type TrackedSite,
  type TrackerStage,
} from "#test/support/tracker-stage.ts";

const maxMs = 60_000;
let stage: TrackerStage;

beforeAll(async () => {
  stage = await setTrackerStage();
}, maxMs);
afterAll(() => stage.end(), maxMs);

/** What was stored besides views, short, by its kind and name: two clicks may overtake each other. */
async function actionsOf(site: TrackedSite) {
  const rows = await site.rows();
  return rows
    .filter(({ kind }) => kind !== "pageview")
    .map(({ kind, name, target, props }) => [kind, name || target, props])
    .sort();
}

/** Waits until a page's view has been told: there is nothing before that a click could belong to. */
async function waitForView(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    performance
      .getEntriesByType("resource")
      .some((entry) => (entry as PerformanceResourceTiming).initiatorType === "fetch"),
  );
}

/** As late as can be, so that nothing leads away from the page and the script comes first. */
function stay(): void {
  for (const type of ["click", "auxclick"])
    addEventListener(type, (event) => event.preventDefault());
}

describe.concurrent("clicks", () => {
  test("on links are told by what they do, and nothing of the page's own", async () => {
    const site = await stage.site({
      settings: { hostnames: ["cdn.shop.example"] },
      pages: {
        "/": `<a id="out" href="https://forum.example/a?token=1#x"><b id="inner">Forum</b></a>
          <a id="tel" href="tel:+33 4 00">Call</a>
          <a id="mail" href="mailto:hello@shop.example?subject=x">Write</a>
          <a id="file" href="/files/prices.pdf?v=2">Prices</a>
          <a id="own-file" href="https://cdn.shop.example/a.zip">Archive</a>
          <a id="own" href="https://cdn.shop.example/a">Own</a>
          <a id="page" href="/about.html">About</a> <a id="php" href="/a.php">PHP</a>
          <a id="here" href="#top">Top</a> <a id="none">None</a>
          <a id="js" href="javascript:void 0">Script</a>
          <map name="m"><area id="area" href="https://map.example/" shape="default"></map>
          <img usemap="#m" width="20" height="20" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=">
          <svg width="60" height="20"><a id="svg" href="https://svg.example/"><text y="15">SVG</text></a></svg>`,
      },
    });
    const { page, complaints } = await site.visit("/", stay);
    await site.take(1);
    const told = ["inner", "tel", "mail", "file", "own-file", "svg"];
    const silent = ["page", "php", "here", "none", "js"];
    for (const id of [...told, ...silent]) await page.click(`#${id}`);
    await page.evaluate(() => document.querySelector<HTMLElement>("#area")?.click());
    await page.click("#own");
    const messages = await site.take(told.length + 2);
    expect(messages.filter(({ t }) => t === "c")).toHaveLength(told.length + 2);
    expect(JSON.stringify(messages)).not.toMatch(/token|subject/);
    expect(await actionsOf(site)).toEqual([
      ["download", "/a.zip", null],
      ["download", "/files/prices.pdf", null],
      ["mailto", "mailto:hello@shop.example", null],
      ["outbound", "https://forum.example/a", null],
      ["outbound", "https://map.example/", null],
      ["outbound", "https://svg.example/", null],
      ["tel", "tel:+334 00".replace(" ", ""), null],
    ]);
    expect(complaints).toEqual([]);
  }, 60_000);

  test("in a new tab, by the middle button or with a key, count once; the right one never", async () => {
    const site = await stage.site({
      pages: {
        "/": `<a id="blank" target="_blank" href="/next?blank">Blank</a>
          <a id="out" href="http://localhost:1/">Out</a>`,
        "/next": "",
      },
    });
    const { page, context } = await site.visit("/");
    await site.take(1);
    await context.route("http://localhost:1/**", (route) => route.fulfill({ body: "elsewhere" }));
    await page.click("#out", { modifiers: ["ControlOrMeta"] });
    await page.click("#out", { button: "middle" });
    const clicks = await site.take(2, "c");
    await page.click("#out", { button: "right" });
    await page.click("#blank");
    const messages = [...clicks, ...(await site.take(1, "v"))].filter(({ t }) => t !== "b");
    // localhost is no own host, but that of whoever wants test traffic counted.
    expect(messages.map(({ t }) => t).sort()).toEqual(["c", "c", "v"]);
    for (let tries = 0; context.pages().length < 4 && tries < 200; tries++) await Bun.sleep(50);
    expect(context.pages()).toHaveLength(4);
  }, 60_000);

  test("survive that the page is left at once", async () => {
    const site = await stage.site({
      pages: {
        "/": `<a id="cta" data-track="cta" href="/next">Book</a>
          <a id="file" href="/prices.pdf">Prices</a>`,
        "/next": "",
        "/prices.pdf": () => new Response("%PDF", { headers: { "content-type": "text/plain" } }),
      },
    });
    for (let round = 0; round < 5; round++) {
      const { page } = await site.visit("/");
      await waitForView(page);
      await page.click("#cta");
      await page.waitForURL("**/next");
      await page.goto(`${site.origin}/`);
      await waitForView(page);
      await page.click("#file");
      await page.waitForURL("**/prices.pdf");
    }
    await site.take(10, "c");
    const actions = await actionsOf(site);
    expect(actions.filter(([kind]) => kind === "cta")).toHaveLength(5);
    expect(actions.filter(([kind]) => kind === "download")).toHaveLength(5);
  }, 120_000);

  test("in shadow trees are found, and what holds them", async () => {
    const site = await stage.site({
      pages: {
        "/": `<div id="host"></div><a href="https://card.example/"><x-card>…</x-card></a>
          <script>
            host.attachShadow({ mode: "open" }).innerHTML =
              '<a href="https://shadow.example/">In the shadow</a><button data-track="cta">Go</button>';
            document.querySelector("x-card").attachShadow({ mode: "open" }).innerHTML = "<b>Card</b>";
          </script>`,
      },
    });
    const { page } = await site.visit("/", stay);
    await site.take(1);
    for (const text of ["In the shadow", "Go", "Card"]) await page.click(`text=${text}`);
    await site.take(3);
    expect(await actionsOf(site)).toEqual([
      ["cta", "Go", { label: "Go" }],
      ["outbound", "https://card.example/", null],
      ["outbound", "https://shadow.example/", null],
    ]);
  }, 60_000);

  test("on what is marked tell its name, else its words, and its properties", async () => {
    const site = await stage.site({
      pages: {
        "/": `<button id="a" data-track="cta">
              Book   <i>now</i>
            </button>
          <button id="b" data-track="cta" data-track-name="booking">Book</button>
          <button id="c" data-track="event" data-track-name="chat" data-track-prop-plan="pro"
            data-track-prop-from-page="2" data-user="secret" class="secret" value="secret">Chat</button>
          <button id="d" data-track="menu">Menu</button>
          <a id="e" data-track="cta" href="https://book.example/?secret"><span>Elsewhere</span></a>`,
      },
    });
    const { page } = await site.visit("/", stay);
    await site.take(1);
    for (const id of "abcde") await page.click(`#${id}`);
    expect(JSON.stringify(await site.take(5))).not.toContain("secret");
    expect(await actionsOf(site)).toEqual([
      ["cta", "Book now", { label: "Book now" }],
      ["cta", "Elsewhere", { label: "Elsewhere", url: "https://book.example/" }],
      ["cta", "booking", { label: "booking" }],
      ["custom", "chat", { label: "chat", plan: "pro", "from-page": "2" }],
      ["custom", "menu", { label: "Menu" }],
    ]);
  }, 60_000);

  test("are left alone when the site does not want them, but for what it marks", async () => {
    const site = await stage.site({
      settings: { countLinks: false, countForms: false },
      pages: {
        "/": `<a id="out" href="https://forum.example/">Forum</a>
          <a id="cta" data-track="cta" href="/x">Book</a>
          <form id="f" onsubmit="return false"><button id="send">Send</button></form>`,
      },
    });
    const { page } = await site.visit("/", stay);
    await site.take(1);
    await page.click("#out");
    await page.evaluate(() => document.querySelector("form")?.requestSubmit());
    await page.click("#cta");
    expect(await site.take(1)).toHaveLength(1);
    expect((await actionsOf(site)).map(([kind]) => kind)).toEqual(["cta"]);
  }, 60_000);
});

describe.concurrent("forms", () => {
  test("are counted when they are sent, and never a field of theirs", async () => {
    const typed = `<input name="card" value="secret"><input type="password" value="secret">
      <textarea name="text">secret</textarea>`;
    const site = await stage.site({
      pages: {
        "/": `<form id="contact" action="/sent?secret">${typed}
              <input name="id" value="secret"><input name="name" value="secret">
              <input name="attributes" value="secret"><button id="a">Send</button></form>`,
        "/prevented": `<form name="search">${typed}<button id="b">Send</button></form>
          <form data-track-name="newsletter" data-track-prop-list="weekly" id="x">${typed}
            <button id="c">Send</button></form>
          <form id="invalid"><input required><button id="d">Send</button></form>
          <form><button id="e">Send</button></form>
          <script>
            document.addEventListener("submit", (event) => {
              event.stopImmediatePropagation();
              event.preventDefault();
            }, true);
          </script>`,
        "/sent": "",
      },
    });
    const { page, complaints } = await site.visit("/");
    await site.take(1);
    await page.click("#a");
    await page.waitForURL("**/sent*");
    const first = await site.take(1, "f");
    await page.goto(`${site.origin}/prevented`);
    await waitForView(page);
    for (const id of "bcde") await page.click(`#${id}`);
    const rest = await site.take(3, "f");
    expect(JSON.stringify([first, rest])).not.toContain("secret");
    expect(await actionsOf(site)).toEqual([
      ["form", "", null],
      ["form", "contact", null],
      ["form", "newsletter", { list: "weekly" }],
      ["form", "search", null],
    ]);
    expect(complaints).toEqual([]);
  }, 60_000);
});
