/** The figures there are, in the order in which they stand in a row of `Sums`. */
export const figureNames = [
  "visitors",
  "visits",
  "pageviews",
  "bounces",
  "engagedMs",
  "events",
  "scroll",
] as const;

/** One of the figures. */
export type FigureName = (typeof figureNames)[number];

/**
 * The figures of a range, or of one value of a dimension in it; all can be added up over days.
 * Units: `engagedMs` is milliseconds of all visits together. Shape: `bounces` are visits of one
 * pageview and no other event, `events` what was done besides viewing pages, `scroll` of a page the
 * sum of the deepest per cent of each of its visits, and 0 of all else.
 */
export type Figures = Record<FigureName, number>;

/** The figures of nothing. */
export const noFigures: Readonly<Figures> = figuresAt([], 0);

/** Adds two figures up. */
export function addFigures(one: Figures, other: Figures): Figures {
  const sum = { ...one };
  for (const name of figureNames) sum[name] += other[name];
  return sum;
}

/** The figures that stand in `sums` from a place on. */
export function figuresAt(sums: ArrayLike<number>, at: number): Figures {
  const figures = {} as Figures;
  for (const [offset, name] of figureNames.entries()) figures[name] = sums[at + offset] ?? 0;
  return figures;
}
