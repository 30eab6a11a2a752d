import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const folder = resolve(import.meta.dir, "../public");

interface Manifest {
  lang: string;
  description: string;
  icons: { src: string; sizes: string; type: string; purpose?: string }[];
}

const read = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Manifest;
const english = read("manifest.webmanifest");
const french = read("manifest.fr.webmanifest");

describe("the manifest of the app", () => {
  test("is one app in both languages", () => {
    const { lang, description, ...others } = french;
    expect({ ...others, lang: "en", description: english.description }).toEqual(english);
    expect([english.lang, lang]).toEqual(["en", "fr"]);
    expect(description).not.toBe(english.description);
    expect(english).toMatchObject({ id: "/", start_url: "/", scope: "/", display: "standalone" });
  });

  test("has its icons in both sizes, also for launchers that cut them to a shape", () => {
    const icons = english.icons.map(({ sizes, purpose = "any" }) => `${sizes} ${purpose}`);
    expect(icons).toEqual(["192x192 any", "512x512 any", "192x192 maskable", "512x512 maskable"]);
  });

  test.each(english.icons)("$src is as large as it says", ({ src, sizes }) => {
    const png = readFileSync(join(folder, src));
    // The header: eight bytes, then the length and name of the first part, then width and height.
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`).toBe(sizes);
  });
});
