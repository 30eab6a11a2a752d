import type { Sql } from "#src/db/client.ts";
import type { List } from "#src/stats/count.ts";
import { actionDimensions, isDimension } from "#src/stats/dimensions.ts";
import { figureNames } from "#src/stats/figures.ts";
import { readHeatmap } from "#src/stats/heatmap.ts";
import { readProperties } from "#src/stats/properties.ts";
import type { StatsQuery } from "#src/stats/query.ts";
import { readReport } from "#src/stats/report.ts";
import { grainOf, readSeries } from "#src/stats/series.ts";
import { readOnline } from "./now.ts";

/** What is exported of a panel: the names of its columns, and of each row what stands in them. */
export interface Table {
  columns: readonly string[];
  rows: readonly (readonly (string | number)[])[];
}

/** More values than a site and day may have, of all days. */
const rowsMax = 200_000;

/**
 * Reads a panel by its name, with all that it has: a list such as `path`, `prop:KEY` for the values
 * of a property of events, `props:EVENT` for all properties of the events with a name, `chart`,
 * `heatmap`, or `now`. Shape: null when no panel has the name.
 */
export async function readTable(sql: Sql, query: StatsQuery, name: string): Promise<Table | null> {
  if (name === "chart") return chartTable(sql, query);
  if (name === "heatmap") return heatmapTable(sql, query);
  if (name === "now") return nowTable(sql, query);
  if (/^props:./.test(name)) return propertiesTable(sql, query, name.slice("props:".length));
  if (/^prop:./.test(name)) return listTable(sql, query, name as `prop:${string}`);
  return isDimension(name) ? listTable(sql, query, name) : null;
}

async function listTable(sql: Sql, query: StatsQuery, list: List): Promise<Table> {
  const limit = Math.min(query.order.limit ?? rowsMax, rowsMax);
  const question = { lists: [list], grain: "day", limit, order: query.order } as const;
  const { panels, totals } = await readReport(sql, query, question);
  const rows = panels.get(list)?.rows ?? [];
  // Of what was done, everybody who did it among all who came.
  const isAction =
    list.startsWith("prop:") || actionDimensions.some((dimension) => dimension === list);
  const rateOf = ({ visitors }: { visitors: number }) =>
    isAction ? [Math.round((visitors / totals.visitors) * 10_000) / 10_000] : [];
  return {
    columns: ["value", ...figureNames, ...(isAction ? ["conversionRate"] : [])],
    rows: rows.map((row) => [
      row.value,
      ...figureNames.map((figure) => row[figure]),
      ...rateOf(row),
    ]),
  };
}

async function propertiesTable(sql: Sql, query: StatsQuery, event: string): Promise<Table> {
  const rows = await readProperties(sql, { scope: query, event, limit: rowsMax });
  return {
    columns: ["property", "value", "visitors", "visits", "events"],
    rows: rows.map(({ key, value, visitors, visits, events }) => [
      ...[key, value],
      ...[visitors, visits, events],
    ]),
  };
}

async function chartTable(sql: Sql, query: StatsQuery): Promise<Table> {
  const conversionsBy = grainOf(query.interval);
  const points = await readSeries(sql, query, query.range, { conversionsBy });
  return {
    columns: [query.interval, ...figureNames, "conversions"],
    rows: points.map((point) => [
      point.at,
      ...figureNames.map((figure) => point[figure]),
      point.conversions ?? 0,
    ]),
  };
}

/** Shape: null of any period but the last minutes, as the card itself. */
async function nowTable(sql: Sql, query: StatsQuery): Promise<Table | null> {
  const read = await readOnline(sql, query, rowsMax);
  return (
    read && {
      columns: ["list", "value", "visitors"],
      rows: read.flatMap(({ list, rows }) =>
        rows.map(({ value, visitors }) => [list, value, visitors]),
      ),
    }
  );
}

/** Shape: weekdays from 1, Monday, to 7. */
async function heatmapTable(sql: Sql, query: StatsQuery): Promise<Table> {
  const week = await readHeatmap(sql, query);
  return {
    columns: ["weekday", "hour", ...figureNames],
    rows: week.flatMap((hours, weekday) =>
      hours.map((figures, hour) => [
        ...[weekday + 1, hour],
        ...figureNames.map((figure) => figures[figure]),
      ]),
    ),
  };
}
