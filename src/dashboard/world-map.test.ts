import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { brotliCompressSync } from "node:zlib";
import { assetPath, flagUrl } from "#src/lib/assets.ts";
import { countryName } from "#src/lib/format.ts";
import { boundsOf, mapOf } from "./world-map.ts";

const text = readFileSync(assetPath("world-map.json"), "utf8");
const world = JSON.parse(text) as {
  width: number;
  height: number;
  shapes: Record<string, string>;
  dots: Record<string, [number, number]>;
};
const codes = [...Object.keys(world.shapes), ...Object.keys(world.dots)];

/** The countries of the built-in geo database: two letters behind a control character each. */
function geoCodes(): string[] {
  const bytes = readFileSync(assetPath("geo-country.mmdb")).toString("latin1");
  return [...new Set([...bytes.matchAll(/\x42([A-Z]{2})/g)].map(([, code = ""]) => code))];
}

const rowOf = ([value, visitors]: readonly [value: string, visitors: number]) => {
  const [href, excludeHref] = [`?filter=is:${value}`, `?filter=is-not:${value}`];
  return { value, visitors, href, excludeHref };
};

describe("the map", () => {
  test("each outline belongs to a country that has a name in both languages", () => {
    expect(codes.filter((code) => countryName("en", code) === code)).toEqual([]);
    expect(codes.filter((code) => countryName("fr", code) === code)).toEqual([]);
    expect(new Set(codes).size).toBe(codes.length);
  });

  test("it stays small, whole-numbered and inside its frame", () => {
    expect(brotliCompressSync(text).length).toBeLessThan(12_000);
    for (const path of Object.values(world.shapes)) expect(path).toMatch(/^(M[\d ]+l[-\d ]+z)+$/);
    for (const [x, y] of Object.values(world.dots)) {
      expect(x >= 0 && x <= world.width).toBe(true);
      expect(y >= 0 && y <= world.height).toBe(true);
    }
  });

  test("every country of the geo database is on it, but for islands with hardly a soul", () => {
    const geo = geoCodes();
    expect(geo.length).toBeGreaterThan(240);
    // And the Netherlands Antilles, which are no more.
    expect(geo.filter((code) => !codes.includes(code)).sort()).toEqual(
      "AN AQ BV CC CX GI TK TV UM".split(" "),
    );
    expect(geo.filter((code) => !flagUrl(code))).toEqual(["AN"]);
  });
});

describe("mapOf", () => {
  const rows = (
    [
      ["FR", 1000],
      ["MC", 16],
      ["BE", 5],
      ["", 4],
      ["AN", 3],
      ["DE", 1],
    ] as const
  ).map(rowOf);

  test("countries with visitors lead to their figures, small ones on top; the rest is land", () => {
    const map = mapOf(rows);
    // The bounds of 1,000 are 4, 16, 63, 251 and 1,000.
    expect(map.countries.map(({ code, step }) => `${code} ${step}`)).toEqual([
      "FR 5",
      "BE 2",
      "DE 1",
      "MC 2",
    ]);
    expect(map.countries[0]).toMatchObject({
      href: "?filter=is:FR",
      excludeHref: "?filter=is-not:FR",
      visitors: 1000,
    });
    expect(map.rest.length).toBe(Object.keys(world.shapes).length - 3);
    expect(map.steps[0]).toEqual({ step: 1, from: 1, to: 4 });
    expect(map.steps.at(-1)).toEqual({ step: 5, from: 252, to: 1000 });
  });

  test("without any visitors there is only land, and nothing to explain", () => {
    expect(mapOf([])).toMatchObject({ countries: [], steps: [] });
  });
});

describe("boundsOf", () => {
  test.each([
    [0, []],
    [1, [1]],
    [2, [1, 2]],
    [10, [2, 3, 4, 6, 10]],
    [4277, [5, 28, 151, 803, 4277]],
  ])("%p visitors at most", (most, bounds) => {
    expect(boundsOf(most)).toEqual(bounds);
  });
});
