import type { Sql } from "#src/db/client.ts";
import type { Locale } from "#src/lib/locale.ts";
import type { List } from "#src/stats/count.ts";
import { isDimension } from "#src/stats/dimensions.ts";
import { defaultOrder, type ListOrder } from "#src/stats/list-order.ts";
import { queryToParams } from "#src/stats/query.ts";
import { readReport } from "#src/stats/report.ts";
import type { ListColumn, ListProps } from "#views/dashboard/list-props.ts";
import { cellOf, columnsOf, orderOf } from "./list-columns.ts";
import { withNames } from "./list-search.ts";
import { rowFilterOf } from "./panels.ts";
import { filteredBy, pillsOf, withFilter } from "./pills.ts";
import { excluderOf } from "./row-links.ts";
import { addressOf, panelNames, panelTabs, paramsOf, pathOf, type View } from "./view.ts";

const pageRows = 50;
const pageRowsMax = 100;

/** A view of one list. */
export type ListView = View & { list: List };

/** Reads the name of a list; null when there is none by that name. */
export function parseList(name: string): List | null {
  if (isDimension(name)) return name;
  return /^props?:./.test(name) ? (name as List) : null;
}

/** Reads and shapes a list: the part of it that the view asks for. */
export async function readList(
  sql: Sql,
  domain: string,
  view: ListView,
  locale: Locale,
): Promise<ListProps> {
  const { list, query } = view;
  const order = withNames(query.order, list, locale);
  const size = Math.min(order.limit ?? pageRows, pageRowsMax);
  const read = async (offset: number) => {
    const question = { lists: [list], grain: "day", limit: size } as const;
    const part = { ...question, order: { ...order, offset } };
    const { panels, totals } = await readReport(sql, query, part);
    return { panel: panels.get(list) ?? { rows: [], values: 0 }, totals, offset };
  };
  const first = await read(order.offset);
  const isPast = first.panel.rows.length === 0 && first.panel.values > 0;
  const { panel, totals, offset } = isPast
    ? await read(Math.floor((first.panel.values - 1) / size) * size)
    : first;
  const columns = columnsOf(list);
  const dashboard = dashboardOf(view);
  const excludeHref = excluderOf(domain, dashboard);
  return {
    ...frameOf(domain, view),
    head: columnOf(domain, view, "value"),
    columns: columns.map((name) => columnOf(domain, view, name)),
    rows: panel.rows.map((row) => {
      const filter = rowFilterOf(list, row.value);
      return {
        value: row.value,
        href: addressOf(domain, withFilter(dashboard, ...filter)),
        excludeHref: excludeHref(...filter),
        cells: columns.map((name) => cellOf(name, row, totals.visitors)),
      };
    }),
    values: panel.values,
    before: offset,
    page: Math.ceil(offset / size) + 1,
    pages: Math.max(1, Math.ceil(panel.values / size)),
    hrefOf: (page) => addressOf(domain, ordered(view, { offset: (page - 1) * size })),
  };
}

/** What stands around the rows. */
function frameOf(domain: string, view: ListView) {
  const { list, query } = view;
  const { order } = query;
  const { search = "", ...rest } = order;
  const unsearched: ListView = { ...view, query: { ...query, order: { ...rest, offset: 0 } } };
  const panel = panelNames.find((name) => panelTabs[name].some(([, own]) => own === list));
  const [tab] = (panel && panelTabs[panel].find(([, own]) => own === list)) ?? [];
  const file = ordered(view, { limit: null, offset: 0 }).query;
  const base = `/sites/${encodeURIComponent(domain)}`;
  return {
    dimension: list,
    tab: panel && tab ? { panel, name: tab } : null,
    pills: pillsOf(domain, view),
    clearHref: addressOf(domain, filteredBy(view, [])),
    search: {
      text: search,
      action: pathOf(domain, view),
      kept: [...paramsOf(unsearched)].map(([name, value]) => ({ name, value })),
      clearHref: addressOf(domain, unsearched),
    },
    dashboardHref: addressOf(domain, dashboardOf(view)),
    exportHref: `${base}/export/${encodeURIComponent(list)}.csv?${queryToParams(file)}`,
  };
}

/** The dashboard with the list's days and filters. */
function dashboardOf(view: ListView): View {
  return { ...view, list: null, query: { ...view.query, order: defaultOrder } };
}

function ordered(view: ListView, order: Partial<ListOrder>): ListView {
  return { ...view, query: { ...view.query, order: { ...view.query.order, ...order } } };
}

/** A column: figures begin with the largest, names with A, and another click turns them round. */
function columnOf<Name extends Parameters<typeof orderOf>[1]>(
  domain: string,
  view: ListView,
  name: Name,
): ListColumn<Name> {
  const by = orderOf(view.list, name);
  if (!by) return { name, href: null, sort: null };
  const { order } = view.query;
  const isCurrent = order.by === by;
  const usual = by === "value" ? "asc" : "desc";
  const turned = order.direction === "asc" ? "desc" : "asc";
  const direction = isCurrent ? turned : usual;
  return {
    name,
    href: addressOf(domain, ordered(view, { by, direction, offset: 0 })),
    sort: isCurrent ? (order.direction === "asc" ? "ascending" : "descending") : null,
  };
}
