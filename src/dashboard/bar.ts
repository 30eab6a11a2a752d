import { addDays, type Day, dayIn } from "#src/lib/time.ts";
import { comparisonKinds } from "#src/stats/comparison.ts";
import { defaultOrder } from "#src/stats/list-order.ts";
import { hasNeighbours, periods } from "#src/stats/period.ts";
import { queryToParams, stepQuery } from "#src/stats/query.ts";
import type { BarProps, ComparisonName, DaysFormProps } from "#views/dashboard/props.ts";
import { exportHrefOf } from "./panels.ts";
import { addressOf, paramsOf, pathOf, type View } from "./view.ts";

interface BarInput {
  site: { name: string; domain: string; archivedAt: Date | null; eventsFrom: Day | null };
  /** Every site that the reader may see. */
  sites: readonly { name: string; domain: string }[];
  canEdit: boolean;
  hasFigures: boolean;
  online: number;
  view: View;
}

// What a choice of other days replaces; an interval is chosen for the days it was chosen for.
const dayParams = { period: null, from: null, to: null, interval: null };
const comparisonParams = { compare: null, compare_from: null };

/** What the bar shows of a view, and where each of its choices leads. */
export function barOf({ site, sites, view, ...rest }: BarInput): BarProps {
  return {
    site: { name: site.name, domain: site.domain, isArchived: site.archivedAt !== null },
    sites: sites.map(({ name, domain }) => ({
      name,
      domain,
      href: `/sites/${encodeURIComponent(domain)}`,
      isCurrent: domain === site.domain,
    })),
    ...rest,
    exports: exportsOf(site, view),
    period: periodOf(site.domain, view),
    comparison: comparisonOf(site.domain, view),
  };
}

/** Events are exported as they came in, so that of the view only its days are asked for. */
function exportsOf({ domain, eventsFrom }: BarInput["site"], view: View): BarProps["exports"] {
  // The chart has none of the order that a list may be in.
  const query = { ...view.query, order: defaultOrder };
  const days = [...queryToParams(query)].filter(([name]) => /^(period|from|to)$/.test(name));
  const text = new URLSearchParams(days).toString();
  return {
    chart: exportHrefOf(domain, { ...view, query }, "chart"),
    events: `/sites/${encodeURIComponent(domain)}/raw/events.csv${text && `?${text}`}`,
    eventsFrom: eventsFrom && eventsFrom > view.query.range.from ? eventsFrom : null,
  };
}

function periodOf(domain: string, view: View): BarProps["period"] {
  const { query } = view;
  const { from, to } = query.range;
  const stepHref = (step: -1 | 1) => {
    const stepped = stepQuery(query, step);
    return stepped && addressOf(domain, { ...view, query: stepped });
  };
  return {
    current: query.period,
    span: { first: from, last: addDays(to, -1) },
    choices: periods
      .filter((name) => name !== "custom")
      .map((name) => ({
        name,
        href: addressOf(domain, view, { ...dayParams, period: name === "30d" ? null : name }),
        isCurrent: name === query.period,
      })),
    earlier: stepHref(-1),
    later: stepHref(1),
    custom: daysFormOf(domain, view, dayParams, { period: "custom" }),
  };
}

function comparisonOf(domain: string, view: View): BarProps["comparison"] {
  if (!hasNeighbours(view.query.period)) return null;
  const current: ComparisonName = view.query.comparison?.kind ?? "none";
  const names: ComparisonName[] = [...comparisonKinds, "none"];
  return {
    current,
    choices: names.map((name) => ({
      name,
      href: addressOf(domain, view, {
        ...comparisonParams,
        compare: name === "previous" ? null : name,
      }),
      isCurrent: name === current,
    })),
    first: (view.query.comparison?.range ?? view.query.range).from,
    custom: daysFormOf(domain, view, comparisonParams, { compare: "custom" }),
  };
}

/** A form that leads to the view with other days: `replaced` come from its fields and from `fixed`. */
function daysFormOf(
  domain: string,
  view: View,
  replaced: Record<string, null>,
  fixed: Record<string, string>,
): DaysFormProps {
  const kept = [...paramsOf(view)].filter(([name]) => !(name in replaced));
  return {
    action: pathOf(domain, view),
    max: dayIn(view.query.zone, view.query.now),
    kept: [...Object.entries(fixed), ...kept].map(([name, value]) => ({ name, value })),
  };
}
