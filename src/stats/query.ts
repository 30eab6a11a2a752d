import { addDays, type Day, dayIn, parseDay } from "#src/lib/time.ts";
import { type Comparison, comparisonKinds, comparisonRange } from "./comparison.ts";
import { type Filter, formatFilter, parseFilters } from "./filter.ts";
import { defaultInterval, type Interval, intervals, intervalsFor } from "./interval.ts";
import { type ListOrder, parseOrder, writeOrder } from "./list-order.ts";
import {
  type DayRange,
  earliestDay,
  type Period,
  periodOfRange,
  periods,
  rangeOfPeriod,
  stepRange,
} from "./period.ts";

/**
 * What a dashboard is asked for.
 * Shape: both ranges are half-open days in the site's `zone`; `comparison` is null when there is
 * nothing to compare with or nobody wants it.
 */
export interface StatsQuery {
  siteId: number;
  zone: string;
  period: Period;
  range: DayRange;
  comparison: Comparison | null;
  /** Which part of a list is wanted, where a list is asked for. */
  order: ListOrder;
  interval: Interval;
  /** What visits have to match, all of it. */
  filters: readonly Filter[];
  now: Date;
}

/** What a query needs to know of a site. Shape: `firstDay` is the first with an event. */
export interface QuerySite {
  id: number;
  timeZone: string;
  firstDay: Day | null;
}

const defaultPeriod = "30d";
const defaultComparison = "previous";
const futureMaxDays = 366;

/**
 * Reads a query from a URL's parameters: `period`, for a custom one `from` and `to` (both
 * included), `compare` (previous, year, none, or custom
 * with the first day as `compare_from`), `interval`, any number of `filter`,
 * and of a list `sort`, `limit` and `offset`.
 * Errors: none; whatever is missing or makes no sense is taken as the default.
 */
export function parseQuery(params: URLSearchParams, site: QuerySite, now: Date): StatsQuery {
  const today = dayIn(site.timeZone, now);
  const { period, range } = parsePeriod(params, site.firstDay, today);
  const wanted = intervals.find((interval) => interval === params.get("interval"));
  return {
    siteId: site.id,
    zone: site.timeZone,
    period,
    range,
    comparison: period === "all" ? null : parseComparison(params, range, today),
    filters: parseFilters(params.getAll("filter")),
    order: parseOrder(params),
    interval: wanted && intervalsFor(range).includes(wanted) ? wanted : defaultInterval(range),
    now,
  };
}

/** The parameters that `parseQuery` reads the same query from; defaults are left out. */
export function queryToParams(query: StatsQuery): URLSearchParams {
  const { period, range, comparison, interval } = query;
  const params = new URLSearchParams();
  if (period !== defaultPeriod) params.set("period", period);
  if (period === "custom") {
    params.set("from", range.from);
    params.set("to", addDays(range.to, -1));
  }
  const compare = comparison?.kind ?? "none";
  if (period !== "all" && compare !== defaultComparison) params.set("compare", compare);
  if (comparison?.kind === "custom") params.set("compare_from", comparison.range.from);
  if (interval !== defaultInterval(range)) params.set("interval", interval);
  writeOrder(params, query.order);
  for (const filter of query.filters) params.append("filter", formatFilter(filter));
  return params;
}

/** The query one period earlier or later; null when there is none. */
export function stepQuery(query: StatsQuery, step: -1 | 1): StatsQuery | null {
  if (query.period === "all") return null;
  const today = dayIn(query.zone, query.now);
  const range = stepRange(query.range, step, today);
  if (!range) return null;
  const { comparison, interval } = query;
  const keepsInterval =
    interval !== defaultInterval(query.range) && intervalsFor(range).includes(interval);
  return {
    ...query,
    period: periodOfRange(range, today, query.period) ?? "custom",
    range,
    comparison: comparison && {
      kind: comparison.kind,
      range: comparisonRange(comparison.kind, range, today, comparison.range.from),
    },
    interval: keepsInterval ? interval : defaultInterval(range),
  };
}

function parsePeriod(
  params: URLSearchParams,
  firstDay: Day | null,
  today: Day,
): { period: Period; range: DayRange } {
  const period = periods.find((name) => name === params.get("period")) ?? defaultPeriod;
  if (period === "all")
    return { period, range: { from: earlier(firstDay ?? today, today), to: addDays(today, 1) } };
  if (period !== "custom") return { period, range: rangeOfPeriod(period, today) };
  const range = parseRange(params, today);
  return range
    ? { period, range }
    : { period: defaultPeriod, range: rangeOfPeriod(defaultPeriod, today) };
}

/** A custom range begins by today; it may end in the future, as this month's does. */
function parseRange(params: URLSearchParams, today: Day): DayRange | null {
  const from = parseDay(params.get("from"));
  const last = parseDay(params.get("to"));
  if (!from || !last || last < from || from < earliestDay || from > today) return null;
  return { from, to: addDays(earlier(last, addDays(today, futureMaxDays)), 1) };
}

function parseComparison(params: URLSearchParams, range: DayRange, today: Day): Comparison | null {
  const text = params.get("compare");
  if (text === "none") return null;
  const first = parseDay(params.get("compare_from"));
  const isCustom = text === "custom" && first && first >= earliestDay && first <= today;
  const kind = isCustom
    ? "custom"
    : (comparisonKinds.find((name) => name === text) ?? defaultComparison);
  return { kind, range: comparisonRange(kind, range, today, first ?? undefined) };
}

function earlier(one: Day, other: Day): Day {
  return one < other ? one : other;
}
