import {
  formatDecimal,
  formatDuration,
  formatFullNumber,
  formatNumber,
  formatPercent,
} from "#src/lib/format.ts";
import type { Locale } from "#src/lib/locale.ts";
import type { MetricName } from "./props.ts";

type MetricKind = "count" | "average" | "ratio" | "duration";

const kinds: Record<MetricName, MetricKind> = {
  visitors: "count",
  visits: "count",
  pageviews: "count",
  "views-per-visit": "average",
  "bounce-rate": "ratio",
  duration: "duration",
  conversions: "count",
};

export function kindOf(metric: MetricName): MetricKind {
  return kinds[metric];
}

/** A metric's value as it is read at a glance. */
export function formatMetric(locale: Locale, metric: MetricName, value: number): string {
  switch (kinds[metric]) {
    case "count":
      return formatNumber(locale, value);
    case "average":
      return formatDecimal(locale, value);
    case "ratio":
      return formatPercent(locale, value);
    case "duration":
      return formatDuration(locale, value);
  }
}

/** The same where there is room for every digit. */
export function formatMetricFully(locale: Locale, metric: MetricName, value: number): string {
  if (kinds[metric] === "count") return formatFullNumber(locale, value);
  return formatMetric(locale, metric, value);
}

/** The same for the marks of an axis, where a duration is 1:30. */
export function formatTick(locale: Locale, metric: MetricName, value: number): string {
  if (kinds[metric] !== "duration") return formatMetric(locale, metric, value);
  const seconds = Math.round(value / 1000);
  const pad = (part: number) => String(part).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${pad(m)}:${pad(s)}` : `${m}:${pad(s)}`;
}

/** Whether more of it is good news; of a bounce rate it is bad. */
export function isBetterHigher(metric: MetricName): boolean {
  return metric !== "bounce-rate";
}
