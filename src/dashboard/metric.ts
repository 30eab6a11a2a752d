import type { Figures } from "#src/stats/figures.ts";
import type { MetricName } from "#views/dashboard/props.ts";

/** What metrics are made from. */
export type Measures = Figures & { conversions?: number };

/** A metric of figures; null where it would be a share of nothing. */
export function metricOf(figures: Measures, metric: MetricName): number | null {
  const { visitors, visits, pageviews, bounces, engagedMs } = figures;
  switch (metric) {
    case "visitors":
      return visitors;
    case "visits":
      return visits;
    case "pageviews":
      return pageviews;
    case "views-per-visit":
      return visits > 0 ? pageviews / visits : null;
    case "bounce-rate":
      return visits > 0 ? bounces / visits : null;
    case "duration":
      return visits > 0 ? engagedMs / visits : null;
    case "conversions":
      return figures.conversions ?? 0;
  }
}
