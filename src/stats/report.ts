import type { Sql } from "#src/db/client.ts";
import { type Count, countScope, type List, type Moment, type Wanted } from "./count.ts";
import { addFigures, type Figures, noFigures } from "./figures.ts";
import { defaultOrder, type ListOrder } from "./list-order.ts";
import { remember } from "./remember.ts";
import type { Scope } from "./scope.ts";
import { placeOf, type Tally } from "./tally.ts";

/** One value of a list with its figures. Shape: '' is unknown or, for a source, direct. */
export interface ListRow extends Figures {
  value: string;
}

/** A part of a list. Shape: `values` counts all that there are, shown or not. */
export interface Panel {
  rows: ListRow[];
  values: number;
}

/** Everything that a page says of a scope. */
export interface Report {
  totals: Figures;
  /** By the grain that was asked for, in order; nothing where there are no figures. */
  moments: readonly Moment[];
  panels: ReadonlyMap<List, Panel>;
}

/** What a report is to have. Shape: `limit` is how many rows of each list, from `order.offset` on. */
export interface ReportQuestion extends Wanted {
  limit: number;
  order?: Omit<ListOrder, "limit">;
}

/** A whole list, as a file has it, is too long to be kept in mind. */
const rememberedMax = 100;

/** Reads all figures of a scope that are asked for, in one pass over its days. */
export async function readReport(
  sql: Sql,
  scope: Scope,
  question: ReportQuestion,
): Promise<Report> {
  const { lists, grain, limit, order = defaultOrder } = question;
  return remember(
    sql,
    scope,
    { question: [lists, grain, limit, order], isKept: limit <= rememberedMax },
    async (versions) => {
      const count = await countScope(sql, scope, { lists, grain }, versions);
      return reportOf(count, limit, order);
    },
  );
}

function reportOf(
  { days, moments, lists }: Count,
  limit: number,
  order: Omit<ListOrder, "limit">,
): Report {
  return {
    totals: days.reduce((sum, { figures }) => addFigures(sum, figures), { ...noFigures }),
    moments,
    panels: new Map([...lists].map(([list, tally]) => [list, panelOf(tally, { ...order, limit })])),
  };
}

/** What decides between values that have as much of what a list is ordered by. */
const tieBreakers = ["visitors", "pageviews", "events"] as const;

function panelOf(tally: Tally, { by, direction, offset, limit }: ListOrder & { limit: number }) {
  const ids = tally.ids();
  const sign = direction === "asc" ? 1 : -1;
  const first = placeOf[by];
  const { values } = tally.dictionary;
  const compare = (a: number, b: number): number => {
    const difference = sign * (tally.figure(a, first) - tally.figure(b, first));
    if (difference !== 0) return difference;
    for (const name of tieBreakers) {
      const more = tally.figure(b, placeOf[name]) - tally.figure(a, placeOf[name]);
      if (more !== 0) return more;
    }
    return values[a]! < values[b]! ? -1 : 1;
  };
  const shown = ids.sort(compare).slice(offset, offset + limit);
  const rows = shown.map((id): ListRow => ({ value: values[id] ?? "", ...tally.figuresOf(id) }));
  return { rows, values: ids.length };
}
