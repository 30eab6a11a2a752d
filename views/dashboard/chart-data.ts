import type { Locale } from "#src/lib/locale.ts";
import { formatMetricFully } from "./metric.ts";
import { pointLabel } from "./point-label.ts";
import type { ChartProps, IntervalName, MetricName } from "./props.ts";

interface ChartValue {
  label: string;
  text: string;
  value: number | null;
}

/** What the island draws: it knows positions and finished texts, and formats nothing. */
export interface ChartData {
  title: string;
  /** The value at the upper edge of the plot. */
  top: number;
  running: number | null;
  points: (ChartValue & { before: ChartValue | null })[];
}

const nothing = "–";

export function chartDataOf(
  locale: Locale,
  chart: ChartProps,
  axis: { title: string; top: number },
): ChartData {
  const { metric, interval, running } = chart;
  return {
    ...axis,
    running,
    points: chart.points.map(({ before, ...point }) => ({
      ...chartValue(locale, { metric, interval }, point),
      before: before && chartValue(locale, { metric, interval }, before),
    })),
  };
}

function chartValue(
  locale: Locale,
  { metric, interval }: { metric: MetricName; interval: IntervalName },
  { at, value }: { at: string; value: number | null },
): ChartValue {
  return {
    label: pointLabel(locale, interval, at),
    text: value === null ? nothing : formatMetricFully(locale, metric, value),
    value,
  };
}

/** JSON that can stand in a script element: no text in it can end the element. */
export function scriptJson(data: unknown): string {
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}
