import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { letterCodes } from "./country-codes.ts";
import { type Point, projectRing } from "./equal-earth.ts";
import { root } from "./target.ts";
import { type Country, readAtlas } from "./topology.ts";

/** The atlas of Natural Earth, in the public domain. */
const atlasPackage = "node_modules/world-atlas";

/** Units of the drawing: at most one is a pixel on a card of 520. */
const width = 800;
const dotMargin = 5;
const codesByName: Record<string, string> = { Kosovo: "XK", Somaliland: "SO", "N. Cyprus": "CY" };

// What the atlas draws as part of one country and visitors are counted for another: the overseas
// departments, which have codes of their own, and Crimea, which is drawn as the United Nations do
// (General Assembly resolution 68/262). Shape: west, south, east, north, in degrees.
const parts: readonly { of: string; is: string; within: readonly number[] }[] = [
  { of: "FR", is: "GF", within: [-55, 2, -51, 6] },
  { of: "FR", is: "GP", within: [-62, 15.8, -61, 16.6] },
  { of: "FR", is: "MQ", within: [-61.3, 14.3, -60.8, 15] },
  { of: "FR", is: "RE", within: [55, -22, 56, -20] },
  { of: "FR", is: "YT", within: [44.9, -13.2, 45.4, -12.5] },
  { of: "NL", is: "BQ", within: [-69, 11.9, -68, 12.5] },
  { of: "NO", is: "SJ", within: [10, 74, 35, 81.5] },
  { of: "RU", is: "UA", within: [32, 44, 37, 46.5] },
];

type Rings = Map<string, Point[][]>;

/** Shape: `shapes` are path data and `dots` places of countries too small to be drawn. */
interface WorldMap {
  width: number;
  height: number;
  shapes: Record<string, string>;
  dots: Record<string, Point>;
}

/** Draws the world: the coarse atlas, and a dot for each country that only the finer one has. */
export function buildWorldMap(outFile: string): void {
  const coarse = ringsByCode(readAtlas(readJson("countries-110m.json")));
  const fine = ringsByCode(readAtlas(readJson("countries-50m.json")));
  const map: WorldMap = { ...frameOf(coarse), shapes: {}, dots: {} };
  const place = placing(coarse, map.width);
  for (const [code, rings] of coarse) {
    const path = rings.map((ring) => pathOf(ring.map(place))).join("");
    if (path) map.shapes[code] = path;
  }
  for (const [code, rings] of fine)
    if (!map.shapes[code]) map.dots[code] = whole(place(middleOf(largestOf(rings))));
  writeFileSync(outFile, JSON.stringify(map));
}

/** A dot at the edge, such as American Samoa's, is moved until all of it is seen. */
function whole([x, y]: Point): Point {
  return [Math.min(Math.max(x, dotMargin), width - dotMargin), y];
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(join(root, atlasPackage, name), "utf8"));
}

/** All countries but Antarctica, as flat rings. The odd input: some have no number. */
function ringsByCode(countries: readonly Country[]): Rings {
  const found: Rings = new Map();
  for (const { id, name, rings } of countries) {
    const code = codesByName[name] ?? letterCodes.get(id ?? "");
    if (!code || code === "AQ") continue;
    for (const ring of rings) {
      const own = partOf(code, middleOf(ring));
      found.set(own, [...(found.get(own) ?? []), projectRing(ring)]);
    }
  }
  return found;
}

function partOf(code: string, [x, y]: Point): string {
  const isWithin = ([west = 0, south = 0, east = 0, north = 0]: readonly number[]) =>
    x > west && x < east && y > south && y < north;
  return parts.find(({ of, within }) => of === code && isWithin(within))?.is ?? code;
}

function frameOf(rings: Rings): { width: number; height: number } {
  const { west, east, south, north } = boundsOf([...rings.values()].flat(2));
  return { width, height: Math.ceil(((north - south) / (east - west)) * width) };
}

/** How a point of the plane becomes a whole one of the drawing, where y grows downwards. */
function placing(rings: Rings, to: number): (point: Point) => Point {
  const { west, east, north } = boundsOf([...rings.values()].flat(2));
  const scale = to / (east - west);
  return ([x, y]) => [Math.round((x - west) * scale), Math.round((north - y) * scale)];
}

function boundsOf(points: readonly Point[]) {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return {
    west: Math.min(...xs),
    east: Math.max(...xs),
    south: Math.min(...ys),
    north: Math.max(...ys),
  };
}

function middleOf(ring: readonly Point[]): Point {
  const { west, east, south, north } = boundsOf(ring);
  return [(west + east) / 2, (south + north) / 2];
}

function largestOf(rings: readonly Point[][]): Point[] {
  const sizeOf = (ring: Point[]) => {
    const { west, east, south, north } = boundsOf(ring);
    return (east - west) * (north - south);
  };
  return rings.reduce((best, next) => (sizeOf(next) > sizeOf(best) ? next : best));
}

/** Steps from point to point, which are shorter than places; empty for what is but a speck. */
function pathOf(ring: readonly Point[]): string {
  const kept = ring.filter(([x, y], at) => {
    const [beforeX, beforeY] = ring.at(at - 1) ?? [];
    return x !== beforeX || y !== beforeY;
  });
  const [first] = kept;
  if (!first || kept.length < 3) return "";
  const steps = kept.slice(1).map(([x, y], at) => {
    const [beforeX, beforeY] = kept[at] as Point;
    return [x - beforeX, y - beforeY];
  });
  // A minus parts two numbers as well as a space does.
  return `M${first.join(" ")}l${steps.flat().join(" ").replaceAll(" -", "-")}z`;
}
