import { addDays, type Day, dayIn, dayStart, daysBetween, monthStart } from "#src/lib/time.ts";
import { bucketsOf } from "#src/stats/buckets.ts";
import { intervalsFor } from "#src/stats/interval.ts";
import type { DayRange } from "#src/stats/period.ts";
import type { StatsQuery } from "#src/stats/query.ts";
import type { SeriesPoint } from "#src/stats/series.ts";
import type { ChartProps, DaySpan, PointProps } from "#views/dashboard/props.ts";
import { metricOf } from "./metric.ts";
import { addressOf, type View } from "./view.ts";

interface ChartInput {
  domain: string;
  view: View;
  /** What is compared with; null when there is nothing to compare with. */
  compared: DayRange | null;
  current: readonly SeriesPoint[];
  previous: readonly SeriesPoint[] | null;
}

/** The chosen metric's curve, with the point of the comparison beside each of its own. */
export function chartOf(input: ChartInput): ChartProps {
  const { domain, view, compared, current, previous } = input;
  const { query, metric } = view;
  const { range, interval } = query;
  const today = dayIn(query.zone, query.now);
  const isRunning = today < range.to && current.length > 0;
  const ats = [
    ...current.map(({ at }) => at),
    ...(isRunning && interval === "hour" ? hoursToCome(query, current.length) : []),
  ];
  const befores =
    compared && previous ? pairsOf(ats, query, { range: compared, points: previous }) : [];
  // Of the hours to come there are as many as the comparison has.
  const count = Math.max(current.length, befores.findLastIndex((before) => before !== null) + 1);
  const hrefOf = zoomOf(domain, view);
  return {
    metric,
    interval,
    intervals: intervalsFor(query).map((name) => ({
      name,
      href: addressOf(domain, { ...view, query: { ...query, interval: name } }),
      isCurrent: name === interval,
    })),
    span: spanOf(isRunning ? { from: range.from, to: addDays(today, 1) } : range),
    compared: compared && spanOf(compared),
    points: ats.slice(0, count).map((at, index): PointProps => {
      const [point, before] = [current[index], befores[index]];
      return {
        at,
        value: point ? metricOf(point, metric) : null,
        href: hrefOf(at),
        before: before ? { at: before.at, value: metricOf(before, metric) } : null,
      };
    }),
    running: isRunning ? current.length - 1 : null,
  };
}

function spanOf({ from, to }: DayRange): DaySpan {
  return { first: from, last: addDays(to, -1) };
}

/** A running day shows how the compared one went on after this hour. */
function hoursToCome({ zone, range }: StatsQuery, begun: number): string[] {
  const end = new Date(dayStart(zone, range.to).getTime() - 1);
  return bucketsOf({ interval: "hour", range, zone, now: end }).at.slice(begun);
}

/**
 * What each point is compared with. By hours that is the one of the same day and name: a day of 23
 * hours has no 02:00, and one of 25 has two, of which the first is taken where one is wanted.
 */
function pairsOf(
  ats: readonly string[],
  { range, interval }: StatsQuery,
  compared: { range: DayRange; points: readonly SeriesPoint[] },
): (SeriesPoint | null)[] {
  if (interval !== "hour") return ats.map((_at, index) => compared.points[index] ?? null);
  const nameIn = ({ from }: DayRange, at: string) =>
    `${daysBetween(from, at.slice(0, 10))}${at.slice(10)}`;
  const byName = Map.groupBy(compared.points, ({ at }) => nameIn(compared.range, at));
  return ats.map((at, index) => {
    const [first = null, second = first] = byName.get(nameIn(range, at)) ?? [];
    return at === ats[index - 1] ? second : first;
  });
}

/** Finds the days of a point alone: null for an hour or a minute, below which there is nothing. */
function zoomOf(domain: string, view: View): (at: string) => string | null {
  const { interval, range } = view.query;
  if (interval === "minute" || interval === "hour") return () => null;
  // One address for all points, since making one takes 13 µs. What people chose is encoded in it, so
  // that neither mark can be theirs.
  const marks = { from: "FIRST-DAY", to: "LAST-DAY" };
  const changes = { period: "custom", ...marks, interval: null };
  const address = addressOf(domain, view, changes);
  return (at) => {
    const { from, to } = daysOf(interval, at);
    // Of a week or month that is only partly in the range, the days in the range.
    const first = [from, range.from].sort()[1] as Day;
    const end = [to, range.to].sort()[0] as Day;
    return address
      .replace(`from=${marks.from}`, `from=${first}`)
      .replace(`to=${marks.to}`, `to=${addDays(end, -1)}`);
  };
}

function daysOf(interval: "day" | "week" | "month", at: Day): { from: Day; to: Day } {
  if (interval === "month") return { from: at, to: monthStart(at, 1) };
  return { from: at, to: addDays(at, interval === "week" ? 7 : 1) };
}
