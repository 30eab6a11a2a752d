import { readFileSync } from "node:fs";
import { assetPath } from "#src/lib/assets.ts";
import type { MapCountry, MapProps, PanelRow } from "#views/dashboard/props.ts";

/** What `scripts/prepare/world-map.ts` writes. */
interface WorldMap {
  width: number;
  height: number;
  shapes: Record<string, string>;
  dots: Record<string, [x: number, y: number]>;
}

/** How many rows the map asks for: there are 250 countries. */
export const mapRows = 300;

const stepsMax = 5;
const dotRadius = 4;
let world: WorldMap | undefined;

/** A value of the list of countries. Shape: '' is unknown, and not on the map. */
type CountryRow = Pick<PanelRow, "value" | "href" | "excludeHref" | "visitors">;

/** The world shaded by visitors. Shape: `rows` are all countries, the leading ones first. */
export function mapOf(rows: readonly CountryRow[]): MapProps {
  world ??= JSON.parse(readFileSync(assetPath("world-map.json"), "utf8")) as WorldMap;
  const { width, height, shapes, dots } = world;
  const bounds = boundsOf(Math.max(0, ...rows.map(({ visitors }) => visitors)));
  const seen = new Set(rows.map(({ value }) => value));
  const drawn = ({ value, ...row }: CountryRow, path: string | undefined): MapCountry[] => {
    const { href, excludeHref, visitors } = row;
    const step = stepOf(visitors, bounds);
    return path ? [{ code: value, path, href, excludeHref, visitors, step }] : [];
  };
  return {
    width,
    height,
    rest: Object.keys(shapes).flatMap((code) => (seen.has(code) ? [] : (shapes[code] ?? []))),
    countries: [
      ...rows.flatMap((row) => drawn(row, shapes[row.value])),
      // Above the shapes: Monaco lies within France.
      ...rows.flatMap((row) => drawn(row, dotAt(dots[row.value]))),
    ],
    steps: bounds.map((to, at) => ({
      step: stepOf(to, bounds),
      from: (bounds[at - 1] ?? 0) + 1,
      to,
    })),
  };
}

/**
 * The most visitors of each step. Each has as many times those of the one before, since the first
 * country often has a hundred times the visitors of the fifth; few visitors make fewer steps.
 */
export function boundsOf(most: number): number[] {
  if (most < 1) return [];
  const bounds = Array.from({ length: stepsMax }, (_, at) =>
    Math.round(most ** ((at + 1) / stepsMax)),
  );
  return [...new Set(bounds)];
}

/** The strongest step is the fifth, however many there are. */
function stepOf(visitors: number, bounds: readonly number[]): number {
  return stepsMax - bounds.filter((to) => visitors <= to).length + 1;
}

function dotAt(place: [x: number, y: number] | undefined): string | undefined {
  if (!place) return undefined;
  const [x, y] = place;
  const half = `a${dotRadius} ${dotRadius} 0 0 0`;
  return `M${x - dotRadius} ${y}${half} ${2 * dotRadius} 0${half} ${-2 * dotRadius} 0z`;
}
