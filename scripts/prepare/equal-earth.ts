export type Point = [x: number, y: number];

// Where the map is cut: in the Bering Strait, so that Chukotka stays with Russia.
const westMost = -169;
const middle = westMost + 180;

/**
 * Lays a ring of degrees flat, y upwards, by a projection that keeps areas true.
 * Source: Šavrič, Patterson and Jenny, The Equal Earth map projection, 2018.
 */
export function projectRing(ring: readonly Point[]): Point[] {
  return unwrap(ring).map(([longitude, latitude]) => project(longitude - middle, latitude));
}

/** The odd input: Russia and Fiji go on at -180 where they have left at 180. */
function unwrap(ring: readonly Point[]): Point[] {
  const whole: Point[] = [];
  for (const [x, y] of ring) {
    const before = whole.at(-1)?.[0] ?? x;
    whole.push([x - 360 * Math.round((x - before) / 360), y]);
  }
  const xs = whole.map(([x]) => x);
  const centre = (Math.min(...xs) + Math.max(...xs)) / 2;
  const turn = 360 * Math.floor((centre - westMost) / 360);
  return whole.map(([x, y]) => [x - turn, y]);
}

function project(longitude: number, latitude: number): Point {
  const [a1, a2, a3, a4] = [1.340264, -0.081106, 0.000893, 0.003796];
  const m = Math.sqrt(3) / 2;
  const radian = Math.PI / 180;
  const t = Math.asin(m * Math.sin(latitude * radian));
  const t2 = t ** 2;
  const t6 = t ** 6;
  const stretch = m * (a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2));
  return [(longitude * radian * Math.cos(t)) / stretch, t * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))];
}
