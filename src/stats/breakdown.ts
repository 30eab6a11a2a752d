import type { Sql } from "#src/db/client.ts";
import type { Dimension } from "./dimensions.ts";
import { type Figures, sumOfFigures } from "./figures.ts";
import { defaultOrder, type ListOrder } from "./list-order.ts";
import { remember } from "./remember.ts";
import { rowsOf, type Scope } from "./scope.ts";

/** One value of a dimension with its figures. Shape: '' is unknown or, for a source, direct. */
export interface BreakdownRow extends Figures {
  value: string;
}

/** The leading values of a dimension. Shape: `values` counts all of them, shown or not. */
export interface Panel {
  rows: BreakdownRow[];
  values: number;
}

interface Question {
  scope: Scope;
  /** How many values of each dimension are wanted, from which one on, and in which order. */
  limit: number;
  order?: Omit<ListOrder, "limit">;
}

/** The values of one dimension that brought the most visitors, the leading ones first. */
export async function readBreakdown(
  sql: Sql,
  { dimension, ...question }: Question & { dimension: Dimension },
): Promise<BreakdownRow[]> {
  const panels = await readPanels(sql, { ...question, dimensions: [dimension] });
  return panels[dimension].rows;
}

/** A whole list, as a file has it, is too long to be kept in mind. */
const rememberedMax = 100;

/** The leading values of several dimensions, in one question. */
export async function readPanels<D extends Dimension>(
  sql: Sql,
  question: Question & { dimensions: readonly D[] },
): Promise<Record<D, Panel>> {
  const { scope, dimensions, limit } = question;
  const ask = () => askPanels(sql, question);
  if (limit > rememberedMax) return ask();
  return remember(sql, scope, ["panels", dimensions, limit, question.order], ask);
}

async function askPanels<D extends Dimension>(
  sql: Sql,
  { scope, dimensions, limit, order = defaultOrder }: Question & { dimensions: readonly D[] },
): Promise<Record<D, Panel>> {
  const direction = order.direction === "asc" ? sql`asc` : sql`desc`;
  const rows = await sql<(BreakdownRow & { dimension: D; values: number })[]>`
    with summed as (
      select dimension, value, ${sumOfFigures(sql)}
      from (${rowsOf(sql, scope, dimensions)}) row
      group by dimension, value
    ),
    ranked as (
      select *,
             row_number() over (
               partition by dimension
               order by ${sql(order.by)} ${direction}, visitors desc, pageviews desc, events desc, value
             ) as rank,
             (count(*) over (partition by dimension))::int as values
      from summed
    )
    select dimension, value, values, visitors, visits, pageviews, bounces, "engagedMs", events
    from ranked
    where rank > ${order.offset} and rank <= ${order.offset + limit}
    order by dimension, rank
  `;
  const panels = Object.fromEntries(
    dimensions.map((dimension): [D, Panel] => [dimension, { rows: [], values: 0 }]),
  ) as Record<D, Panel>;
  for (const { dimension, values, ...row } of rows) {
    panels[dimension].rows.push(row);
    panels[dimension].values = values;
  }
  return panels;
}
