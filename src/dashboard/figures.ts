import type { Sql } from "#src/db/client.ts";
import type { Day } from "#src/lib/time.ts";
import type { DayRange } from "#src/stats/period.ts";
import { type Report, readReport } from "#src/stats/report.ts";
import { grainOf, seriesOf } from "#src/stats/series.ts";
import { weekdaysOf } from "#src/stats/week.ts";
import type { FiguresProps, TileProps } from "#views/dashboard/props.ts";
import { chartOf } from "./chart.ts";
import { type Measures, metricOf } from "./metric.ts";
import { readNow } from "./now.ts";
import { exportHrefOf, listsOf, panelRows, panelsOf, partsOf } from "./panels.ts";
import { filteredBy, pillsOf } from "./pills.ts";
import { addressOf, metrics, type View } from "./view.ts";

interface CountedSite {
  domain: string;
  firstDay: Day;
}

/** Reads and shapes everything that is counted in a view. */
export async function readFigures(sql: Sql, site: CountedSite, view: View): Promise<FiguresProps> {
  const { query } = view;
  const { domain } = site;
  const compared = comparedRange(site, view);
  const grain = grainOf(query.interval);
  // By hours they have to be looked for in the visits themselves, which only their chart is worth.
  const conversionsBy = view.metric === "conversions" ? grain : "day";
  const part = { grain, conversionsBy, limit: panelRows } as const;
  // Half an hour has no weekdays.
  const hasWeek = query.period !== "live";
  const [current, previous, now] = await Promise.all([
    readReport(sql, query, { ...part, lists: listsOf(view), parts: partsOf(view), hasWeek }),
    compared && readReport(sql, { ...query, range: compared }, { ...part, lists: [] }),
    readNow(sql, domain, view),
  ]);
  const totals = { current: measuresOf(current), previous: previous && measuresOf(previous) };
  return {
    pills: pillsOf(domain, view),
    clearHref: addressOf(domain, filteredBy(view, [])),
    tiles: metrics.map((name) => tileOf({ domain, view, name, ...totals })),
    chart: chartOf({
      domain,
      view,
      compared,
      current: seriesOf(query, query.range, current.moments),
      previous: compared && previous && seriesOf(query, compared, previous.moments),
    }),
    panels: panelsOf({ domain, view, visitors: totals.current.visitors, read: current.panels }),
    heatmap: current.week && {
      hours: weekdaysOf(current.week),
      exportHref: exportHrefOf(domain, view, "heatmap"),
    },
    now,
  };
}

function measuresOf({ totals, conversions }: Report): Measures {
  return { ...totals, conversions };
}

/** Days from before anything was counted would make everything look as if it had grown. */
function comparedRange({ firstDay }: CountedSite, { query }: View): DayRange | null {
  const range = query.comparison?.range;
  return range && firstDay < range.to ? range : null;
}

interface TileInput {
  domain: string;
  view: View;
  name: TileProps["name"];
  current: Measures;
  previous: Measures | null;
}

function tileOf({ domain, view, name, current, previous }: TileInput): TileProps {
  return {
    name,
    href: addressOf(domain, { ...view, metric: name }),
    isCurrent: view.metric === name,
    value: metricOf(current, name) ?? 0,
    before: previous && (metricOf(previous, name) ?? 0),
  };
}
