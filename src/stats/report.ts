import type { Sql } from "#src/db/client.ts";
import { type Count, countScope, type List, type Moment, type Wanted } from "./count.ts";
import { addFigures, type Figures, noFigures } from "./figures.ts";
import { defaultOrder, type ListOrder, rates } from "./list-order.ts";
import { remember } from "./remember.ts";
import type { Scope } from "./scope.ts";
import { placeOf, type Tally } from "./tally.ts";
import type { Week } from "./week.ts";

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
  /** How often visitors did what the site is there for; 0 unless it was asked for. */
  conversions: number;
  /** The visitors of each hour of the week; null unless they were asked for. */
  week: Week | null;
  /** By the grain that was asked for, in order; nothing where there are no figures. */
  moments: readonly Moment[];
  panels: ReadonlyMap<List, Panel>;
}

/** By list: how many rows of it, and what it is ordered by, where that is not what the others have. */
export type ListParts = Partial<Record<List, { limit?: number; by?: ListOrder["by"] }>>;

/** What a report is to have. Shape: `limit` is how many rows of each list, from `order.offset` on. */
export interface ReportQuestion extends Wanted {
  limit: number;
  /** Lists of which another part is wanted. */
  parts?: ListParts;
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
  const { lists, grain, limit, parts = {}, order = defaultOrder } = question;
  const { conversionsBy, hasWeek } = question;
  return remember(
    sql,
    scope,
    {
      question: [lists, grain, limit, parts, order, conversionsBy, hasWeek],
      isKept: limit <= rememberedMax,
    },
    async (versions) => {
      const count = await countScope(sql, scope, question, versions);
      return reportOf(count, (list) => ({ ...order, limit, ...parts[list] }));
    },
  );
}

function reportOf(
  { days, moments, lists, week }: Count,
  orderOf: (list: List) => ListOrder & { limit: number },
): Report {
  return {
    totals: days.reduce((sum, { figures }) => addFigures(sum, figures), { ...noFigures }),
    conversions: days.reduce((sum, { conversions = 0 }) => sum + conversions, 0),
    week,
    moments,
    panels: new Map([...lists].map(([list, tally]) => [list, panelOf(tally, orderOf(list))])),
  };
}

/** What decides between values that have as much of what a list is ordered by. */
const tieBreakers = ["visitors", "pageviews", "events"] as const;

function panelOf(tally: Tally, order: ListOrder & { limit: number }): Panel {
  const { direction, offset, limit } = order;
  const { values } = tally.dictionary;
  const ids = searched(tally.ids(), values, order);
  const sign = direction === "asc" ? 1 : -1;
  const measure = measureOf(tally, order.by);
  const compareValues = (a: number, b: number) => (values[a]! < values[b]! ? -1 : 1);
  const compare = (a: number, b: number): number => {
    if (order.by === "value") return sign * compareValues(a, b);
    const difference = sign * (measure(a) - measure(b));
    if (difference !== 0) return difference;
    for (const name of tieBreakers) {
      const more = tally.figure(b, placeOf[name]) - tally.figure(a, placeOf[name]);
      if (more !== 0) return more;
    }
    return compareValues(a, b);
  };
  const shown = ids.sort(compare).slice(offset, offset + limit);
  const rows = shown.map((id): ListRow => ({ value: values[id] ?? "", ...tally.figuresOf(id) }));
  return { rows, values: ids.length };
}

/** Those of the values by their numbers that are searched for: all of them when none is. */
function searched(ids: number[], values: readonly string[], order: ListOrder): number[] {
  const { search, named = [] } = order;
  if (!search) return ids;
  const part = search.toLowerCase();
  return ids.filter((id) => {
    const value = values[id] ?? "";
    return value.toLowerCase().includes(part) || named.includes(value);
  });
}

/** The figure that a list is ordered by, of a value by its number; a rate of nothing counts as 0. */
function measureOf(tally: Tally, by: ListOrder["by"]): (id: number) => number {
  if (by === "value") return () => 0;
  if (!isRate(by)) return (id) => tally.figure(id, placeOf[by]);
  const [part, whole] = rates[by].map((name) => placeOf[name]) as [number, number];
  return (id) => tally.figure(id, part) / Math.max(1, tally.figure(id, whole));
}

function isRate(by: ListOrder["by"]): by is keyof typeof rates {
  return Object.hasOwn(rates, by);
}
