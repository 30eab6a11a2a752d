import type { Point } from "./equal-earth.ts";

/** A country of an atlas. Shape: `id` is its ISO number; rings are in degrees, lakes too. */
export interface Country {
  id: string | undefined;
  name: string;
  rings: Point[][];
}

interface Topology {
  transform: { scale: Point; translate: Point };
  arcs: Point[][];
  objects: { countries: { geometries: Geometry[] } };
}

type Geometry = { id?: string; properties: { name: string } } & (
  | { type: "Polygon"; arcs: number[][] }
  | { type: "MultiPolygon"; arcs: number[][][] }
);

/**
 * Reads an atlas in TopoJSON, where neighbours share the lines between them, each a first point and
 * steps from it. Source: the TopoJSON format specification, 2.1.
 */
export function readAtlas(json: unknown): Country[] {
  const { transform, arcs, objects } = json as Topology;
  const [scaleX, scaleY] = transform.scale;
  const [left, low] = transform.translate;
  const lines = arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([stepX, stepY]): Point => {
      x += stepX;
      y += stepY;
      return [x * scaleX + left, y * scaleY + low];
    });
  });
  /** A negative number is the line -1 - n, walked backwards. Two lines share their end. */
  const ringOf = (numbers: readonly number[]): Point[] =>
    numbers.flatMap((at) =>
      (at < 0 ? (lines[~at] ?? []).toReversed() : (lines[at] ?? [])).slice(1),
    );
  return objects.countries.geometries.map((geometry) => ({
    id: geometry.id,
    name: geometry.properties.name,
    rings: (geometry.type === "Polygon" ? geometry.arcs : geometry.arcs.flat()).map(ringOf),
  }));
}
