import { listsOf, panelRows } from "#src/dashboard/panels.ts";
import type { View } from "#src/dashboard/view.ts";
import type { Day } from "#src/lib/time.ts";
import { type Dimension, isDimension } from "#src/stats/dimensions.ts";
import type { Filter } from "#src/stats/filter.ts";
import type { DayRange } from "#src/stats/period.ts";
import { popularPage, rarePage } from "./traffic.ts";

/** The dashboards that are looked at. */
export const looks = {
  none_30d: { days: 30, filters: [] },
  none_90d: { days: 90, filters: [] },
  none_12m: { days: 365, filters: [] },
  country_90d: { days: 90, filters: ["country:is:FR"] },
  page_30d: { days: 30, filters: [`path:is:${popularPage}`] },
  page_90d: { days: 90, filters: [`path:is:${popularPage}`] },
  rare_90d: { days: 90, filters: [`path:is:${rarePage}`] },
  source_device_90d: { days: 90, filters: ["source:is:Source 1", "device:is:mobile"] },
} as const satisfies Record<string, { days: number; filters: readonly string[] }>;

export type LookName = keyof typeof looks;
export const lookNames = Object.keys(looks) as LookName[];

/** One thing that a dashboard asks for, of the visits of some days that match. */
export type Question = { range: DayRange; filters: readonly Filter[] } & (
  | { about: "totals" }
  | { about: "days" }
  | { about: "conversions" }
  | { about: "week"; zone: string }
  | { about: "list"; dimension: Dimension; limit: number }
);

/**
 * Everything that the page asks for, as `readFigures` does. The lists follow its cards by
 * themselves; what the page is to ask for besides belongs here.
 */
export function questionsOf({ query, ...view }: View, firstDay: Day): Question[] {
  const { range, comparison, filters } = query;
  const compared = comparison && firstDay < comparison.range.to ? comparison.range : null;
  const ranges = compared ? [range, compared] : [range];
  return [
    ...ranges.map((one): Question => ({ about: "totals", range: one, filters })),
    ...ranges.map((one): Question => ({ about: "days", range: one, filters })),
    ...ranges.map((one): Question => ({ about: "conversions", range: one, filters })),
    { about: "week", zone: query.zone, range, filters },
    ...listsOf({ query, ...view })
      .filter(isDimension)
      .map(
        (dimension): Question => ({ about: "list", dimension, limit: panelRows, range, filters }),
      ),
  ];
}
