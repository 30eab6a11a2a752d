import type { List } from "#src/stats/count.ts";
import type { Dimension } from "#src/stats/dimensions.ts";
import type { Filter } from "#src/stats/filter.ts";
import { queryToParams } from "#src/stats/query.ts";
import type { ListParts, Panel } from "#src/stats/report.ts";
import type { Choice, PanelName, PanelProps } from "#views/dashboard/props.ts";
import { withFilter } from "./pills.ts";
import { excluderOf } from "./row-links.ts";
import { addressOf, panelNames, panelTabs, type View } from "./view.ts";
import { mapOf, mapRows } from "./world-map.ts";

/** How many values a card shows. */
export const panelRows = 9;

// The built-in geo database knows countries only; a tab that can hold nothing is not offered.
const optional: ReadonlySet<Dimension> = new Set<Dimension>(["region", "city"]);

// What a list of one value only says nothing about is told by a finer one.
const versionsOf: Partial<Record<Dimension, Dimension>> = {
  browser: "browser_version",
  os: "os_version",
};

/** What the cards of a view have to ask for. */
export function listsOf(view: View): List[] {
  return [...new Set([...panelNames.flatMap((panel) => candidatesOf(view, panel)), ...optional])];
}

/**
 * Which of the lists are wanted otherwise than a card is: for a map all of them, and of actions the
 * most frequent, since that is the number beside them.
 */
export function partsOf(view: View): ListParts {
  const actions = candidatesOf(view, "actions").map((list) => [list, { by: "events" }] as const);
  const map = view.tabs.places === "map" ? { country: { limit: mapRows } } : {};
  return { ...Object.fromEntries(actions), ...map };
}

/** The cards of a view, filled with what was read for it. */
export function panelsOf(input: {
  domain: string;
  view: View;
  visitors: number;
  read: ReadonlyMap<List, Panel>;
}): PanelProps[] {
  const { domain, view, visitors, read } = input;
  const excludeHref = excluderOf(domain, view);
  return panelNames.map((name) => {
    const candidates = candidatesOf(view, name);
    const list = candidates.find((one) => read.get(one)?.values) ?? candidates.at(-1) ?? "path";
    const { rows, values } = read.get(list) ?? { rows: [], values: 0 };
    const shown = rows.map((row) => ({
      value: row.value,
      href: addressOf(domain, withFilter(view, ...rowFilterOf(list, row.value))),
      excludeHref: excludeHref(...rowFilterOf(list, row.value)),
      count: name === "actions" ? row.events : row.visitors,
      visitors: row.visitors,
      share: visitors > 0 ? row.visitors / visitors : 0,
    }));
    return {
      name,
      dimension: list,
      ...tabsOf(input, name),
      rows: shown,
      listHref: addressOf(domain, { ...view, list }),
      exportHref: exportHrefOf(domain, view, list),
      hidden: values - rows.length,
      map: tabOf(view, name)[0] === "map" ? mapOf(shown) : null,
    };
  });
}

/** The file of a panel has what the page says: the same days and filters. */
export function exportHrefOf(domain: string, view: View, panel: string): string {
  const file = `${encodeURIComponent(panel)}.csv`;
  return `/sites/${encodeURIComponent(domain)}/export/${file}?${queryToParams(view.query)}`;
}

/** The tabs of a card, and the parts of the one that is open. */
function tabsOf(
  { domain, view, read }: { domain: string; view: View; read: ReadonlyMap<List, Panel> },
  panel: PanelName,
): { tabs: Choice[]; parts: Choice[] } {
  const [current, , group = current] = tabOf(view, panel);
  const choiceOf = (name: string, tab: string, isCurrent: boolean): Choice => ({
    name,
    href: addressOf(domain, { ...view, tabs: { ...view.tabs, [panel]: tab } }),
    isCurrent,
  });
  const parts = panelTabs[panel].filter(([tab, , within = tab]) => within === group);
  return {
    tabs: panelTabs[panel]
      .filter(([tab, dimension, within]) => {
        const isEmpty = optional.has(dimension) && !read.get(dimension)?.values;
        return !within && (!isEmpty || group === tab);
      })
      .map(([tab]) => choiceOf(tab, tab, group === tab)),
    parts:
      parts.length > 1
        ? parts.map(([tab, dimension]) => choiceOf(dimension, tab, current === tab))
        : [],
  };
}

/**
 * The lists that a card may show, of which the first with any values is the right one. Of a browser
 * or system that was filtered there are versions, and of an event the properties, if it has any.
 */
function candidatesOf(view: View, panel: PanelName): List[] {
  const [, dimension] = tabOf(view, panel);
  const only = onlyValueOf(view.query.filters, dimension);
  const versions = versionsOf[dimension];
  if (only === null) return [dimension];
  if (versions) return [versions, dimension];
  return dimension === "event" ? [`props:${only}`, dimension] : [dimension];
}

/** The one value that the filters let pass; null when it is not exactly one. */
function onlyValueOf(filters: readonly Filter[], dimension: Dimension): string | null {
  const own = filters.filter((filter) => filter.dimension === dimension);
  const [filter] = own;
  const isOne = own.length === 1 && filter?.operator === "is" && filter.values.length === 1;
  return (isOne && filter.values[0]) || null;
}

/** What a click on a row filters by; a row of properties has a property and its value. */
export function rowFilterOf(list: List, value: string): [Filter["dimension"], string] {
  if (!list.startsWith("props:")) return [list as Filter["dimension"], value];
  const [key = "", own = ""] = value.split("\0");
  return [`prop:${key}`, own];
}

function tabOf(view: View, panel: PanelName) {
  const tabs = panelTabs[panel];
  const tab = tabs.find(([name]) => name === view.tabs[panel]) ?? tabs[0];
  if (!tab) throw new Error(`the panel ${panel} has no tabs`);
  return tab;
}
