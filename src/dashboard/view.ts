import type { List } from "#src/stats/count.ts";
import type { Dimension } from "#src/stats/dimensions.ts";
import { parseQuery, type QuerySite, queryToParams, type StatsQuery } from "#src/stats/query.ts";
import type { MetricName, PanelName } from "#views/dashboard/props.ts";

/** What a tile shows and the chart can draw; the first is the one drawn when nobody chose. */
export const metrics = [
  "visitors",
  "visits",
  "pageviews",
  "views-per-visit",
  "bounce-rate",
  "duration",
  "conversions",
] as const satisfies readonly MetricName[];

/** A tab of a panel and what it asks for. Shape: one that is `within` another is a part of that. */
type Tab = readonly [name: string, dimension: Dimension, within?: string];

/** The tabs of each panel; the first is the one that opens. */
export const panelTabs: Record<PanelName, readonly Tab[]> = {
  sources: [
    ["sources", "source"],
    ["channels", "channel"],
    ["referrers", "referrer"],
    ["campaigns", "utm_campaign"],
    ["campaign-sources", "utm_source", "campaigns"],
    ["campaign-mediums", "utm_medium", "campaigns"],
    ["campaign-terms", "utm_term", "campaigns"],
    ["campaign-contents", "utm_content", "campaigns"],
  ],
  pages: [
    ["top", "path"],
    ["entry", "entry_path"],
    ["exit", "exit_path"],
  ],
  places: [
    ["countries", "country"],
    ["map", "country"],
    ["regions", "region"],
    ["cities", "city"],
  ],
  devices: [
    ["devices", "device"],
    ["browsers", "browser"],
    ["systems", "os"],
    ["screens", "screen"],
  ],
  actions: [
    ["kinds", "kind"],
    ["targets", "target"],
    ["events", "event"],
  ],
};
export const panelNames = Object.keys(panelTabs) as PanelName[];

/** Everything that a dashboard's address says. */
export interface View {
  query: StatsQuery;
  metric: MetricName;
  tabs: Record<PanelName, string>;
  /** The one list that is shown instead of the dashboard. */
  list?: List | null;
}

/** Reads an address; whatever it does not know is taken as the default. */
export function parseView(params: URLSearchParams, site: QuerySite, now: Date): View {
  const tabs = panelNames.map((panel) => [panel, parseTab(panel, params.get(panel))]);
  return {
    query: parseQuery(params, site, now),
    metric: metrics.find((metric) => metric === params.get("metric")) ?? metrics[0],
    tabs: Object.fromEntries(tabs) as View["tabs"],
  };
}

function parseTab(panel: PanelName, text: string | null): string {
  const names = panelTabs[panel].map(([tab]) => tab);
  return names.find((name) => name === text) ?? names[0] ?? "";
}

/** The address of a view, without its defaults; `changes` sets parameters, or drops them by null. */
export function addressOf(
  domain: string,
  view: View,
  changes: Record<string, string | null> = {},
): string {
  const params = paramsOf(view);
  for (const [name, value] of Object.entries(changes))
    if (value === null) params.delete(name);
    else params.set(name, value);
  // One view has one address, whichever way one came to it.
  params.sort();
  const text = params.toString();
  return `${pathOf(domain, view)}${text && `?${text}`}`;
}

/** The address of a view without what was chosen for it. */
export function pathOf(domain: string, { list }: View): string {
  const base = `/sites/${encodeURIComponent(domain)}`;
  return list ? `${base}/lists/${encodeURIComponent(list)}` : base;
}

/** The parameters that `parseView` reads the same view from. */
export function paramsOf({ query, metric, tabs }: View): URLSearchParams {
  const params = queryToParams(query);
  if (metric !== metrics[0]) params.set("metric", metric);
  for (const panel of panelNames)
    if (tabs[panel] !== panelTabs[panel][0]?.[0]) params.set(panel, tabs[panel]);
  return params;
}
