import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { assetPath, assetUrl, flagUrl, hashesOf } from "./assets.ts";

describe("assetUrl", () => {
  test("an address changes with the content, and one that does not exist is a bug", () => {
    expect(assetUrl("app.css")).toMatch(/^\/assets\/app\.css\?v=[0-9a-f]{16}$/);
    expect(() => assetUrl("nothing.js")).toThrow("nothing.js");
  });
});

describe("flagUrl", () => {
  test("countries have their flags, whatever they are called", () => {
    for (const code of ["FR", "GB", "US", "RE", "XK", "TW", "PS"])
      expect(flagUrl(code)).toMatch(/^\/assets\/flag-[a-z]{2}\.svg\?v=[0-9a-f]{16}$/);
  });

  test.each(["", "AN", "ZZ", "__proto__", "../web/app"])("%p has none", (code) => {
    expect(flagUrl(code)).toBeNull();
  });

  test("each is a small drawing that names no other host", async () => {
    const names = Object.keys(hashesOf("flags"));
    expect(names.length).toBeGreaterThan(245);
    for (const name of names) {
      expect(existsSync(assetPath(`flags/${name}`))).toBe(true);
      const text = await Bun.file(assetPath(`flags/${name}`)).text();
      expect(text.length).toBeLessThan(6_000);
      expect(text.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:|<script/);
    }
  });
});
