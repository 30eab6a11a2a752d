import { expect, test } from "bun:test";
import { launchBrowser } from "./browser.ts";
import { crawl } from "./crawl.ts";

const pages: Record<string, string> = {
  "/": `<a href="/plain?a=1">1</a> <a href="/plain?a=2">2</a> <a href="/gone">Gone</a>
    <a href="http://other.example/">Elsewhere</a> <a href="/gone.csv" download>File</a>
    <a href="/refused">Refused</a> <a href="/loud">Loud</a>
    <a class="others" href="/theirs">Not yours</a>`,
  "/plain": '<a href="/">Back</a>',
  "/refused": "<script>document.title = 'ran'</script>",
  "/loud": '<img src="http://other.example/dot.gif"><script src="/loud.js"></script>',
  "/loud.js": "console.log('here I am')",
  "/favicon.ico": "",
};

test("a crawl opens each kind of link and tells of everything that goes wrong", async () => {
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: ({ url }) => {
      const { pathname } = new URL(url);
      const headers: Record<string, string> = {
        "content-type": pathname.endsWith(".js") ? "text/javascript" : "text/html",
      };
      if (pathname === "/refused") headers["content-security-policy"] = "script-src 'self'";
      // Of a failure without a body a whole Chromium makes a page of its own.
      return new Response(pages[pathname] ?? "gone", {
        status: pathname in pages ? 200 : 404,
        headers,
      });
    },
  });
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext();
    const { origin } = server.url;
    const ignored = ".others";
    const { visited, seen, complaints } = await crawl({ context, origin, pagesMax: 20, ignored });
    expect(seen).not.toContain("/theirs");
    expect(visited.slice(0, 2)).toEqual(["/", "/plain?a=1"]);
    // The second of a kind comes after one of each.
    expect(visited.at(-1)).toBe("/plain?a=2");
    for (const expected of [
      `/gone: 404 for ${origin}/gone`,
      "/gone.csv: 404 for a file that / shows",
      "/refused: error: refused by script-src-elem: inline",
      "/loud: log: here I am",
      "/loud: asked http://other.example/dot.gif",
    ])
      expect(complaints).toContain(expected);
    expect(complaints.filter((text) => text.startsWith("/plain"))).toEqual([]);
  } finally {
    await browser.close();
    await server.stop(true);
  }
}, 60_000);
