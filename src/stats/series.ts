import type { Sql } from "#src/db/client.ts";
import { bucketsOf } from "./buckets.ts";
import type { Grain, Moment, Wanted } from "./count.ts";
import { addFigures, type Figures, noFigures } from "./figures.ts";
import type { Interval } from "./interval.ts";
import type { DayRange } from "./period.ts";
import type { StatsQuery } from "./query.ts";
import { readReport } from "./report.ts";

/** One point of a chart. Shape: `at` is local time as in `Buckets`; conversions as in `Moment`. */
export interface SeriesPoint extends Figures {
  at: string;
  conversions?: number;
}

type SeriesQuery = Pick<StatsQuery, "zone" | "interval" | "now"> &
  Partial<Pick<StatsQuery, "since">>;

/** How finely time has to be told for a chart by an interval. */
export function grainOf(interval: Interval): Grain {
  return interval === "minute" || interval === "hour" ? interval : "day";
}

/**
 * The points of a chart of a range (the query's own, or the one it is compared with), filled with
 * moments as finely told as `grainOf` says. Points without any visit are there with zeros; points
 * that have not begun are not.
 */
export function seriesOf(
  query: SeriesQuery,
  range: DayRange,
  moments: readonly Moment[],
): SeriesPoint[] {
  const buckets = bucketsOf({ ...query, range });
  const points = buckets.at.map((at): SeriesPoint => ({ at, ...noFigures }));
  for (const { day, label, figures, conversions } of moments) {
    const index = buckets.pointOf(day, label);
    const point = index === undefined ? undefined : points[index];
    if (!point) continue;
    Object.assign(point, addFigures(point, figures));
    if (conversions !== undefined) point.conversions = (point.conversions ?? 0) + conversions;
  }
  return points;
}

/** Reads what a chart of a range shows, with conversions when they are wanted, and nothing else. */
export async function readSeries(
  sql: Sql,
  query: SeriesQuery & Pick<StatsQuery, "siteId" | "filters">,
  range: DayRange,
  wanted: Pick<Wanted, "conversionsBy"> = {},
): Promise<SeriesPoint[]> {
  const question = { ...wanted, lists: [], grain: grainOf(query.interval), limit: 0 };
  const { moments } = await readReport(sql, { ...query, range }, question);
  return seriesOf(query, range, moments);
}
