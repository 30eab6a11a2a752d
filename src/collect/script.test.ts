import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { insertSite, type RunningCollector, startCollector } from "#test/support/collector.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";

let database: TestDatabase;
let running: RunningCollector;

beforeAll(async () => {
  database = await createTestDatabase();
  running = startCollector({ database });
}, 60_000);
afterAll(async () => {
  await running.stop();
  await database.drop();
}, 60_000);

/** Asks for a script without unpacking it. */
function ask(key: string, headers: Record<string, string> = {}, method = "GET") {
  return fetch(`${running.origin}/${key}.js`, {
    method,
    headers,
    decompress: false,
  } as RequestInit);
}

describe("GET /{key}.js", () => {
  test("serves the script to any page, to be kept for an hour", async () => {
    const { key } = await insertSite(database);
    const response = await ask(key, { "accept-encoding": "identity" });
    expect(response.status).toBe(200);
    const { headers } = response;
    expect(headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    expect(headers.get("cache-control")).toBe("public, max-age=3600, stale-while-revalidate=86400");
    expect(headers.get("vary")).toBe("Accept-Encoding");
    expect(headers.get("set-cookie")).toBeNull();
    expect(await response.text()).toContain("keepalive");
  });

  test.each([
    ["gzip, deflate, br, zstd", "br"],
    ["br;q=1.0, gzip;q=0.5", "br"],
    ["br;q=0, gzip", "gzip"],
    ["gzip;q=0.8", "gzip"],
    ["deflate", null],
    ["brotli", null],
    ["identity", null],
  ])("to who accepts %p it is sent as %p", async (accepted, encoding) => {
    const { key } = await insertSite(database);
    const response = await ask(key, { "accept-encoding": accepted });
    expect(response.headers.get("content-encoding")).toBe(encoding);
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (encoding === "br") expect(bytes.length).toBeLessThanOrEqual(1_100);
    if (encoding === null) expect(new TextDecoder().decode(bytes)).toContain("keepalive");
  });

  test("answers 304 to who has it, whichever way it was compressed", async () => {
    const { key } = await insertSite(database);
    const etag = (await ask(key, { "accept-encoding": "br" })).headers.get("etag") ?? "";
    expect(etag).toMatch(/^W\/"[\da-f]{16}"$/);
    expect((await ask(key, { "if-none-match": etag })).status).toBe(304);
    expect((await ask(key, { "if-none-match": `"x", ${etag.slice(2)}` })).status).toBe(304);
    expect((await ask(key, { "if-none-match": '"0"' })).status).toBe(200);
  });

  test("changes with the site's settings", async () => {
    const plain = await insertSite(database);
    const respectful = await insertSite(database, { respectDnt: true, hashMode: true });
    const texts = await Promise.all(
      [plain, respectful].map(async ({ key }) =>
        (await ask(key, { "accept-encoding": "identity" })).text(),
      ),
    );
    expect(texts.map((text) => text.includes("globalPrivacyControl"))).toEqual([false, true]);
  });

  test("is not there for a key of nobody", async () => {
    const response = await ask("zzzzzzzzzzzz");
    expect(response.status).toBe(404);
    expect(response.headers.get("x-dropped")).toBe("unknown_site");
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  test("answers HEAD", async () => {
    const { key } = await insertSite(database);
    expect((await ask(key, {}, "HEAD")).status).toBe(200);
  });
});
