import type { Sql } from "#src/db/client.ts";
import { addFigures, type Figures, noFigures } from "./figures.ts";
import { readReport } from "./report.ts";
import type { Scope } from "./scope.ts";
import { daysOfWeek, hoursOfDay, placeInWeek } from "./week.ts";

/**
 * All figures of the hours of the week on the site's clock, for whoever wants more of them than the
 * visitors that a report has as its `week`.
 * Shape: seven rows from Monday on, each of 24 hours. Visits and visitors are counted in the hour in
 * which the visit began, pageviews and events in which they happened. The hour that comes twice in
 * autumn counts both times, the one left out in spring has a day less.
 */
export async function readHeatmap(sql: Sql, scope: Scope): Promise<Figures[][]> {
  const { moments } = await readReport(sql, scope, { lists: [], grain: "hour", limit: 0 });
  const week = Array.from({ length: daysOfWeek * hoursOfDay }, (): Figures => noFigures);
  for (const { day, label, figures } of moments) {
    const place = placeInWeek(day, label);
    week[place] = addFigures(week[place] ?? noFigures, figures);
  }
  return Array.from({ length: daysOfWeek }, (_, weekday) =>
    week.slice(weekday * hoursOfDay, (weekday + 1) * hoursOfDay),
  );
}
