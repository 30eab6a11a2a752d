import type { Sql } from "#src/db/client.ts";
import { type Figures, noFigures, sumOfFigures } from "./figures.ts";
import type { DayRange } from "./period.ts";

/** The figures of a whole site over a range. */
export type Totals = Figures;

/** The totals of a range of a site's days. */
export async function readTotals(sql: Sql, siteId: number, range: DayRange): Promise<Totals> {
  const [totals] = await readTotalsOf(sql, siteId, [range]);
  return totals ?? noFigures;
}

/** The totals of a range and of the one it is compared with, in one question. */
export async function readPair(
  sql: Sql,
  siteId: number,
  range: DayRange,
  comparison: DayRange | null,
): Promise<{ current: Totals; previous: Totals | null }> {
  const ranges = comparison ? [range, comparison] : [range];
  const [current, previous] = await readTotalsOf(sql, siteId, ranges);
  return { current: current ?? noFigures, previous: previous ?? null };
}

async function readTotalsOf(sql: Sql, siteId: number, ranges: DayRange[]): Promise<Totals[]> {
  const rows = await sql<Totals[]>`
    with range as (
      select *
      from unnest(
        ${ranges.map((range) => range.from)}::date[],
        ${ranges.map((range) => range.to)}::date[]
      ) with ordinality as one (first_day, end_day, place)
    )
    select total.*
    from range
    cross join lateral (
      select ${sumOfFigures(sql)}
      from daily
      where site_id = ${siteId}
        and dimension = 'total'
        and day >= first_day
        and day < end_day
    ) total
    order by place
  `;
  return [...rows];
}
