import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { hashesOf } from "#src/lib/assets.ts";
import { startTestApp, stranger, type TestApp } from "#test/support/app.ts";

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
}, 60_000);
afterAll(() => app.stop(), 60_000);

describe("GET /sw.js", () => {
  test("is asked for anew each time, may ask this server alone and gets no cookie", async () => {
    const response = await stranger(app).get("/sw.js");
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "no-cache",
      "content-security-policy": "default-src 'none'; connect-src 'self'",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
    });
    expect(response.headers.get("set-cookie")).toBeNull();
  });

  test("knows every bundle of its build by its hash, and is unchanged as long as they are", async () => {
    const response = await stranger(app).get("/sw.js");
    const text = await response.text();
    const bundles = Object.entries(hashesOf("web")).filter(([name]) => name !== "sw.js");
    expect(bundles.length).toBeGreaterThan(6);
    for (const [name, hash] of bundles) expect(text).toContain(`/assets/${name}?v=${hash}`);
    const etag = response.headers.get("etag") ?? "";
    const again = await stranger(app).get("/sw.js", { "if-none-match": etag });
    expect(again.status).toBe(304);
  });
});

describe("GET /offline", () => {
  test.each([
    ["en", "No connection to the server"],
    ["fr", "Pas de connexion au serveur"],
  ])("is in %s, and nobody's", async (lang, title) => {
    const html = await (await stranger(app).get(`/offline?lang=${lang}`)).text();
    expect(html).toContain(`<html lang="${lang}"`);
    expect(html).toContain(title);
    expect(html).not.toContain("_csrf");
  });
});

describe("the manifests", () => {
  test.each(["/manifest.webmanifest", "/manifest.fr.webmanifest"])(
    "%s has its type",
    async (path) => {
      const response = await stranger(app).get(path);
      expect(response.headers.get("content-type")).toStartWith("application/manifest+json");
    },
  );
});
