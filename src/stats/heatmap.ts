import type { Sql } from "#src/db/client.ts";
import { addFigures, type Figures, noFigures } from "./figures.ts";
import { readReport } from "./report.ts";
import type { Scope } from "./scope.ts";

const hoursOfDay = 24;
const daysOfWeek = 7;

/**
 * When in the week people come: the figures by weekday and hour on the site's clock.
 * Shape: seven rows from Monday on, each of 24 hours. Visits and visitors are counted in the hour in
 * which the visit began, pageviews and events in which they happened. The hour that comes twice in
 * autumn counts both times, the one left out in spring has a day less.
 */
export async function readHeatmap(sql: Sql, scope: Scope): Promise<Figures[][]> {
  const { moments } = await readReport(sql, scope, { lists: [], grain: "hour", limit: 0 });
  const week = Array.from({ length: daysOfWeek }, () =>
    Array.from({ length: hoursOfDay }, (): Figures => noFigures),
  );
  for (const { day, label, figures } of moments) {
    const row = week[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % daysOfWeek];
    const hour = Number(label.slice(0, 2));
    if (row?.[hour]) row[hour] = addFigures(row[hour], figures);
  }
  return week;
}
