import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { setTrackerStage, type TrackerStage } from "#test/support/tracker-stage.ts";

const maxMs = 60_000;
let stage: TrackerStage;

beforeAll(async () => {
  stage = await setTrackerStage();
}, maxMs);
afterAll(() => stage.end(), maxMs);

describe.concurrent("the script as a guest of a page", () => {
  test("leaves one global, no cookie, nothing stored and no function patched", async () => {
    const site = await stage.site({
      head: (line) => `<script>
          before = Object.getOwnPropertyNames(window);
          natives = [fetch, history.pushState, history.replaceState, addEventListener,
            XMLHttpRequest.prototype.open, navigator.sendBeacon];
        </script>${line}`,
      pages: {
        "/": `<button id="tel" data-track="cta">Call</button><form onsubmit="return false"><button>Send</button></form>`,
      },
    });
    const { page, context, complaints } = await site.visit("/");
    await site.take(1);
    await page.click("#tel");
    await page.click("form button");
    await page.evaluate("tracker('x', { a: 1 })");
    await page.waitForTimeout(1_200);
    await site.take(3);
    expect(
      await page.evaluate(`Object.getOwnPropertyNames(window)
        .filter((name) => !before.includes(name) && !["before", "natives"].includes(name))`),
    ).toEqual(["tracker"]);
    expect(
      await page.evaluate(
        `JSON.stringify([localStorage.length, sessionStorage.length, document.cookie])`,
      ),
    ).toBe('[0,0,""]');
    expect(await page.evaluate("indexedDB.databases()")).toEqual([]);
    expect(await page.evaluate("caches.keys()")).toEqual([]);
    expect(await context.cookies()).toEqual([]);
    expect(
      await page.evaluate(`JSON.stringify([fetch, history.pushState, history.replaceState,
        addEventListener, XMLHttpRequest.prototype.open, navigator.sendBeacon]
        .map((of, at) => of === natives[at]))`),
    ).toBe("[true,true,true,true,true,true]");
    expect(complaints).toEqual([]);
  }, 60_000);

  test("works under a policy that names our host and nothing else", async () => {
    const site = await stage.site({
      pages: { "/": `<button id="tel" data-track="cta">Call</button>` },
      headers: ({ origin }) => ({
        "content-security-policy": `default-src 'none'; script-src ${origin}; connect-src ${origin}; require-trusted-types-for 'script'`,
      }),
    });
    const { page, complaints } = await site.visit("/");
    await site.take(1);
    await page.click("#tel");
    expect(await site.take(1)).toMatchObject([{ t: "c" }]);
    await page.waitForTimeout(1_200);
    expect(complaints).toEqual([]);
    expect(await site.rows()).toHaveLength(2);
  }, 60_000);

  test("throws nothing when the policy forbids to send, nor when storage is forbidden", async () => {
    const site = await stage.site({
      pages: { "/": "", "/frame": `<iframe sandbox="allow-scripts" src="/"></iframe>` },
      headers: ({ origin }) => ({ "content-security-policy": `script-src ${origin}` }),
    });
    const { page, context } = await site.visit("/frame");
    const errors: string[] = [];
    context.on("weberror", (error) => errors.push(String(error.error())));
    await site.take(2, "v");
    await page.reload();
    // The frame has no origin and no storage, and is counted all the same.
    const told = (await site.take(2, "v")).filter(({ t }) => t === "v");
    expect(new Set(told.map(({ u }) => u.replace(site.origin, "")))).toEqual(
      new Set(["/frame", "/"]),
    );
    const mute = await stage.site({
      pages: { "/": "" },
      headers: ({ origin }) => ({
        "content-security-policy": `script-src ${origin}; connect-src 'self'`,
      }),
    });
    const other = await mute.visit("/");
    other.context.on("weberror", (error) => errors.push(String(error.error())));
    await other.page.reload();
    await other.page.waitForTimeout(500);
    expect(await mute.take(0)).toEqual([]);
    // The browser itself says so, once for each try.
    expect(other.complaints.every((line) => /Content Security Policy/.test(line))).toBe(true);
    expect(errors).toEqual([]);
  }, 60_000);

  test("keeps silent as a second copy", async () => {
    const site = await stage.site({
      head: (line) =>
        `${line}${line}${line.replace("defer", "async").replace(".js", ".js?ver=6.8")}`,
      pages: { "/": `<button id="tel" data-track="cta">Call</button>` },
    });
    const { page, complaints } = await site.visit("/");
    expect(await site.take(1)).toHaveLength(1);
    await page.click("#tel");
    expect(await site.take(1)).toHaveLength(1);
    expect(complaints).toEqual([]);
  }, 60_000);

  test("is not led astray by elements that are called like what it looks for", async () => {
    const site = await stage.site({
      head: (line) => line,
      pages: {
        "/": `<p id="navigation">x</p><p id="tracker">x</p><p id="muted">x</p><p id="location">x</p>`,
      },
    });
    const { page, complaints } = await site.visit("/");
    expect(await site.take(1)).toHaveLength(1);
    await page.evaluate(() => history.pushState(0, "", "/two"));
    // A view that has lasted is told of once more when it is left.
    const views = (await site.take(1, "v")).filter(({ t }) => t === "v");
    expect(views).toMatchObject([{ u: `${site.origin}/two` }]);
    await page.evaluate("tracker('x')");
    expect(await site.take(1)).toMatchObject([{ t: "x", n: "x" }]);
    expect(complaints).toEqual([]);
  }, 60_000);

  test("prevents nothing that the page does", async () => {
    const site = await stage.site({
      pages: {
        "/": `<a id="a" href="/two">Two</a><form id="f" action="/sent"><button>Send</button></form>
          <script>
            seen = [];
            for (const type of ["click", "submit", "keydown", "scroll"])
              document.addEventListener(type, (event) => seen.push(type + event.defaultPrevented));
          </script>`,
        "/two": "",
        "/sent": "",
      },
    });
    const { page } = await site.visit("/");
    await page.keyboard.press("a");
    expect(await page.evaluate("seen.join()")).toBe("keydownfalse");
    await page.click("#a");
    await page.waitForURL("**/two");
    await page.goto(`${site.origin}/`);
    await page.click("button");
    await page.waitForURL("**/sent?");
  }, 60_000);
});

describe.concurrent("the address of the script", () => {
  const visits = async (head: (line: string, at: { origin: string; key: string }) => string) => {
    const site = await stage.site({ head, pages: { "/": "" } });
    const { complaints } = await site.visit("/");
    await site.take(1);
    expect(complaints).toEqual([]);
    return await site.rows(1);
  };

  test("leads the messages, with a query too, asynchronously, or put in by another script", async () => {
    const query = await visits((line) => line.replace(".js", ".js?ver=6.8"));
    const late = await visits(
      (_, { origin, key }) => `<script>
        const script = document.createElement("script");
        script.src = "${origin}/${key}.js";
        document.head.append(script);
      </script>`,
    );
    expect([query.length, late.length]).toEqual([1, 1]);
  }, 60_000);

  test("may be of the page's own site, which hands that one path on", async () => {
    let handedOn = 0;
    // What a line of nginx or Caddy does.
    const handOn = async (request: Request): Promise<Response> => {
      handedOn += 1;
      const { method, headers, url } = request;
      const body = method === "POST" ? { body: await request.text() } : {};
      const target = `${site.stats}${new URL(url).pathname.replace("/numbers", "")}`;
      const answer = await fetch(target, { method, headers, ...body });
      const kept = new Headers(answer.headers);
      kept.delete("content-encoding");
      return new Response(await answer.arrayBuffer(), { status: answer.status, headers: kept });
    };
    const pages: Record<string, string | typeof handOn> = { "/": "" };
    const site = await stage.site({
      head: (_, { key }) => {
        pages[`/numbers/${key}.js`] = handOn;
        pages[`/numbers/${key}`] = handOn;
        return `<script defer src="/numbers/${key}.js"></script>`;
      },
      pages,
    });
    const { complaints } = await site.visit("/");
    expect(await site.take(1)).toHaveLength(1);
    expect(handedOn).toBe(2);
    expect(complaints).toEqual([]);
  }, 60_000);

  test("is put in by the server for scripts that were renamed or are part of the page", async () => {
    const text = async (at: { origin: string; key: string }) =>
      await (await fetch(`${at.origin}/${at.key}.js`)).text();
    const inlined = await stage.site({
      head: () => `<script src="/inline.js"></script>`,
      pages: {
        "/": "",
        "/module": `<script type="module" src="/inline.js"></script>`,
        "/inline.js": async () =>
          new Response(
            `document.head.append(Object.assign(document.createElement("script"), { textContent: ${JSON.stringify(await text({ origin: inlined.stats, key: inlined.key }))} }));`,
            { headers: { "content-type": "text/javascript" } },
          ),
        "/renamed.js": async () =>
          new Response(await text({ origin: inlined.stats, key: inlined.key }), {
            headers: { "content-type": "text/javascript" },
          }),
      },
    });
    const { page, complaints } = await inlined.visit("/");
    expect(await inlined.rows(1)).toHaveLength(1);
    await page.route("**/inline.js", (route) =>
      route.continue({ url: `${inlined.origin}/renamed.js` }),
    );
    await page.goto(`${inlined.origin}/module`);
    expect((await inlined.rows(2)).map(({ path }) => path)).toEqual(["/", "/module"]);
    expect(complaints).toEqual([]);
  }, 60_000);
});
