import type { List } from "#src/stats/count.ts";
import type { Dimension } from "#src/stats/dimensions.ts";
import { queryToParams } from "#src/stats/query.ts";
import type { Panel } from "#src/stats/report.ts";
import type { PanelName, PanelProps } from "#views/dashboard/props.ts";
import { withFilter } from "./pills.ts";
import { addressOf, panelNames, panelTabs, type View } from "./view.ts";

/** How many values a card shows. */
export const panelRows = 9;

// The built-in geo database knows countries only; a tab that can hold nothing is not offered.
const optional: ReadonlySet<Dimension> = new Set<Dimension>(["region", "city"]);

/** What the cards of a view have to ask for. */
export function dimensionsOf(view: View): Dimension[] {
  return [...new Set([...panelNames.map((panel) => dimensionOf(view, panel)), ...optional])];
}

/** The cards of a view, filled with what was read for it. */
export function panelsOf(input: {
  domain: string;
  view: View;
  visitors: number;
  read: ReadonlyMap<List, Panel>;
}): PanelProps[] {
  const { domain, view, visitors, read } = input;
  return panelNames.map((name) => {
    const { rows, values } = read.get(dimensionOf(view, name)) ?? { rows: [], values: 0 };
    return {
      name,
      dimension: dimensionOf(view, name),
      tabs: panelTabs[name]
        .filter(([tab, dimension]) => {
          const isEmpty = optional.has(dimension) && !read.get(dimension)?.values;
          return !isEmpty || view.tabs[name] === tab;
        })
        .map(([tab]) => ({
          name: tab,
          href: addressOf(domain, { ...view, tabs: { ...view.tabs, [name]: tab } }),
          isCurrent: view.tabs[name] === tab,
        })),
      rows: rows.map((row) => ({
        value: row.value,
        href: addressOf(domain, withFilter(view, dimensionOf(view, name), row.value)),
        count: name === "actions" ? row.events : row.visitors,
        share: visitors > 0 ? row.visitors / visitors : 0,
      })),
      exportHref: exportHrefOf(domain, view, dimensionOf(view, name)),
      hidden: values - rows.length,
    };
  });
}

/** The file has what the page says: the same days and filters. */
function exportHrefOf(domain: string, view: View, dimension: Dimension): string {
  return `/sites/${encodeURIComponent(domain)}/export/${dimension}.csv?${queryToParams(view.query)}`;
}

function dimensionOf(view: View, panel: PanelName): Dimension {
  const tabs = panelTabs[panel];
  const [, dimension] = tabs.find(([tab]) => tab === view.tabs[panel]) ?? tabs[0] ?? [];
  if (!dimension) throw new Error(`the panel ${panel} has no tabs`);
  return dimension;
}
