import { addDays, type Day, dayIn, parseDay } from "#src/lib/time.ts";
import { type Comparison, comparisonKinds, comparisonRange } from "./comparison.ts";
import { type Filter, formatFilter, parseFilters } from "./filter.ts";
import { defaultInterval, type Interval, intervals, intervalsFor } from "./interval.ts";
import { type ListOrder, parseOrder, writeOrder } from "./list-order.ts";
import {
  type DayRange,
  earliestDay,
  hasNeighbours,
  latestDay,
  liveSince,
  type Period,
  type PeriodDays,
  periodOfRange,
  periods,
  rangeOfPeriod,
  stepRange,
} from "./period.ts";

/**
 * What a dashboard is asked for.
 * Shape: both ranges are half-open days in the site's `zone`; `comparison` is null when there is
 * nothing to compare with or nobody wants it. `since` is the full minute from which on things
 * count, of the period `live`, whose `range` are the days from that minute's to today: two around
 * midnight. For every other period it is null, and the days count from their start to their end.
 */
export interface StatsQuery {
  siteId: number;
  zone: string;
  period: Period;
  range: DayRange;
  since: Date | null;
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

/**
 * Reads a query from a URL's parameters: `period`, for a custom one `from` and `to` (both
 * included), `compare` (previous, year, none, or custom with the first day as `compare_from`),
 * `interval`, any number of `filter`, and of a list `sort`, `limit` and `offset`.
 * Errors: none; whatever is missing or makes no sense is taken as the default.
 */
export function parseQuery(params: URLSearchParams, site: QuerySite, now: Date): StatsQuery {
  const today = dayIn(site.timeZone, now);
  const days = parsePeriod(params, site, now);
  const { period, range } = days;
  const wanted = intervals.find((interval) => interval === params.get("interval"));
  return {
    siteId: site.id,
    zone: site.timeZone,
    period,
    range,
    since: period === "live" ? liveSince(now) : null,
    comparison: hasNeighbours(period) ? parseComparison(params, range, today) : null,
    filters: parseFilters(params.getAll("filter")),
    order: parseOrder(params),
    interval: wanted && intervalsFor(days).includes(wanted) ? wanted : defaultInterval(days),
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
  if (hasNeighbours(period) && compare !== defaultComparison) params.set("compare", compare);
  if (comparison?.kind === "custom") params.set("compare_from", comparison.range.from);
  if (interval !== defaultInterval(query)) params.set("interval", interval);
  writeOrder(params, query.order);
  for (const filter of query.filters) params.append("filter", formatFilter(filter));
  return params;
}

/** The query one period earlier or later; null when there is none. */
export function stepQuery(query: StatsQuery, step: -1 | 1): StatsQuery | null {
  if (!hasNeighbours(query.period)) return null;
  const today = dayIn(query.zone, query.now);
  const range = stepRange(query.range, step, today);
  if (!range) return null;
  const { comparison, interval } = query;
  const days: PeriodDays = { period: periodOfRange(range, today, query.period) ?? "custom", range };
  const keepsInterval =
    interval !== defaultInterval(query) && intervalsFor(days).includes(interval);
  return {
    ...query,
    ...days,
    comparison: comparison && {
      kind: comparison.kind,
      range: comparisonRange(comparison.kind, range, today, comparison.range.from),
    },
    interval: keepsInterval ? interval : defaultInterval(days),
  };
}

function parsePeriod(params: URLSearchParams, site: QuerySite, now: Date): PeriodDays {
  const { timeZone, firstDay } = site;
  const today = dayIn(timeZone, now);
  const tomorrow = addDays(today, 1);
  const period = periods.find((name) => name === params.get("period")) ?? defaultPeriod;
  switch (period) {
    case "live":
      return { period, range: { from: dayIn(timeZone, liveSince(now)), to: tomorrow } };
    case "all":
      return { period, range: { from: earlier(firstDay ?? today, today), to: tomorrow } };
    case "custom": {
      const range = parseRange(params, today);
      if (range) return { period, range };
      return { period: defaultPeriod, range: rangeOfPeriod(defaultPeriod, today) };
    }
    default:
      return { period, range: rangeOfPeriod(period, today) };
  }
}

/** A custom range begins by today; it may end in the future, as this month's does. */
function parseRange(params: URLSearchParams, today: Day): DayRange | null {
  const from = parseDay(params.get("from"));
  const last = parseDay(params.get("to"));
  if (!from || !last || last < from || from < earliestDay || from > today) return null;
  return { from, to: addDays(earlier(last, latestDay(today)), 1) };
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
