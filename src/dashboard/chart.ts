import { addDays, type Day, dayIn, monthStart } from "#src/lib/time.ts";
import { intervalsFor } from "#src/stats/interval.ts";
import type { DayRange } from "#src/stats/period.ts";
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

const hourMs = 3_600_000;

/** The chosen metric's curve, with the point of the comparison beside each of its own. */
export function chartOf(input: ChartInput): ChartProps {
  const { domain, view, compared, current, previous } = input;
  const { query, metric } = view;
  const { range, interval } = query;
  const today = dayIn(query.zone, query.now);
  const isRunning = today < range.to && current.length > 0;
  const points = [
    ...current.map((point) => ({ at: point.at, value: metricOf(point, metric) })),
    ...(interval === "hour" ? hoursToCome(current, previous) : []),
  ];
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
    points: points.map((point, index): PointProps => {
      const before = previous?.[index];
      return {
        ...point,
        href: hrefOf(point.at),
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
function hoursToCome(
  current: readonly SeriesPoint[],
  previous: readonly SeriesPoint[] | null,
): { at: string; value: null }[] {
  const last = current.at(-1);
  if (!last || !previous) return [];
  const count = Math.max(0, previous.length - current.length);
  const lastMs = Date.parse(`${last.at}:00Z`);
  return Array.from({ length: count }, (_, index) => ({
    at: new Date(lastMs + (index + 1) * hourMs).toISOString().slice(0, 16),
    value: null,
  }));
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
