/** A figure at an instant. Units: ms since the start. */
export interface Point {
  atMs: number;
  value: number;
}

/** What a figure may grow by. Shape: less than `noise` over the whole time is never blamed. */
export interface Bound {
  perHourMax: number;
  noise: number;
}

const hourMs = 3_600_000;

/**
 * The slope of a series by Theil and Sen, the median of the slopes between all pairs: a third of the
 * points may lie anywhere, as after a collection of garbage, and it is still that of the others.
 * Units: an hour.
 */
export function slopeOf(points: readonly Point[]): number {
  const slopes = points
    .flatMap((from, at) =>
      points
        .slice(at + 1)
        .filter((to) => to.atMs > from.atMs)
        .map((to) => ((to.value - from.value) / (to.atMs - from.atMs)) * hourMs),
    )
    .sort((a, b) => a - b);
  return slopes[Math.floor(slopes.length / 2)] ?? 0;
}

/** The points of the first and of the second half of the time. */
export function halvesOf<T extends { atMs: number }>(points: readonly T[]): [T[], T[]] {
  const middleMs = (points.at(-1)?.atMs ?? 0) / 2;
  return [
    points.filter(({ atMs }) => atMs < middleMs),
    points.filter(({ atMs }) => atMs >= middleMs),
  ];
}

/**
 * Why a figure is not flat, in a sentence; null when it is. Judged by the second half alone, as a
 * server that has just been started still fills what it is allowed to hold.
 */
export function blameGrowth(name: string, points: readonly Point[], bound: Bound): string | null {
  const [, late] = halvesOf(points);
  if (late.length < 8) return `${name} was not looked at often enough to be judged.`;
  const perHour = slopeOf(late);
  const grown = (perHour * ((late.at(-1)?.atMs ?? 0) - (late[0]?.atMs ?? 0))) / hourMs;
  if (perHour <= bound.perHourMax || grown <= bound.noise) return null;
  return `${name} grows by ${perHour.toFixed(1)} an hour, ${bound.perHourMax} are allowed.`;
}

/** Why what takes time has slowed down, in a sentence; null when it has not. Units: ms. */
export function blameSlowing(
  name: string,
  [first, second]: readonly [number, number],
  noiseMs: number,
): string | null {
  if (second <= 2 * first + noiseMs) return null;
  return `${name} took ${first} ms in the first half and ${second} ms in the second.`;
}

/**
 * Why the disk has taken another amount than its events need, in a sentence; null when it has not.
 * Too little is wrong as well: then it was not the events that were measured.
 */
export function blameDisk(
  bytesPerEvent: number,
  { expected, factor }: { expected: number; factor: number },
): string | null {
  if (bytesPerEvent <= expected * factor && bytesPerEvent >= expected / factor) return null;
  return `An event takes ${Math.round(bytesPerEvent)} bytes of disk, about ${expected} are expected.`;
}
