import type { Figures } from "#src/stats/figures.ts";
import type { MetricName } from "#views/dashboard/props.ts";

/** A metric of figures; null where it would be a share of nothing. */
export function metricOf(figures: Figures, metric: MetricName): number | null {
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
  }
}
