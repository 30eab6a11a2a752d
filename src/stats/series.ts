import type { Sql } from "#src/db/client.ts";
import type { Day } from "#src/lib/time.ts";
import { bucketsOf } from "./buckets.ts";
import { addFigures, type Figures, noFigures, sumOfFigures } from "./figures.ts";
import type { DayRange } from "./period.ts";
import type { StatsQuery } from "./query.ts";
import { remember } from "./remember.ts";
import { dayRowsOf } from "./scope.ts";

/** One point of a chart. Shape: `at` is local time as in `Buckets`. */
export interface SeriesPoint extends Figures {
  at: string;
}

/**
 * The figures of a range (the query's own, or the one it is compared with) by the query's interval.
 * Points without any visit are there with zeros; points that have not begun are not. By hours,
 * visits and visitors are counted where the visit began and pageviews where they happened.
 */
export async function readSeries(
  sql: Sql,
  query: Pick<StatsQuery, "siteId" | "zone" | "filters" | "interval" | "now">,
  range: DayRange,
): Promise<SeriesPoint[]> {
  const buckets = bucketsOf({ ...query, range });
  const points = buckets.at.map((at): SeriesPoint => ({ at, ...noFigures }));
  const scope = { siteId: query.siteId, zone: query.zone, range, filters: query.filters };
  const by = query.interval === "hour" ? "hour" : "total";
  const rows = await remember(
    sql,
    scope,
    ["series", by],
    async () =>
      sql<(Figures & { day: Day; label: string })[]>`
        select day::text, value as label, ${sumOfFigures(sql)}
        from (${dayRowsOf(sql, scope, by)}) row
        group by day, value
      `,
  );
  for (const { day, label, ...figures } of rows) {
    const index = buckets.pointOf(day, label);
    const point = index === undefined ? undefined : points[index];
    if (point) Object.assign(point, addFigures(point, figures));
  }
  return points;
}
