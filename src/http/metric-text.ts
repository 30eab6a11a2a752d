import { collectDefaultMetrics, type Metric, Registry } from "prom-client";
import { type Timings, timingBounds } from "#src/lib/histogram.ts";

/** One metric with all its values, as Prometheus reads it. */
export interface Family {
  name: string;
  help: string;
  type: "counter" | "gauge" | "histogram";
  values: { value: number; labels?: Record<string, string>; metricName?: string }[];
}

/** One number that only grows. */
export function counter(name: string, help: string, values: Family["values"] | number): Family {
  return { name, help, type: "counter", values: listed(values) };
}

/** A number that goes up and down. */
export function gauge(name: string, help: string, values: Family["values"] | number): Family {
  return { name, help, type: "gauge", values: listed(values) };
}

/** Durations by their bounds, which Prometheus wants added up from the smallest on. */
export function histogram(
  name: string,
  help: string,
  series: { timings: Timings; labels?: Record<string, string> }[],
): Family {
  const values = series.flatMap(({ timings: { counts, sum }, labels = {} }) => {
    let within = 0;
    const buckets = counts.map((count, at) => {
      within += count;
      const le = String(timingBounds[at] ?? "+Inf");
      return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: within };
    });
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels, value: sum },
      { metricName: `${name}_count`, labels, value: within },
    ];
  });
  return { name, help, type: "histogram", values };
}

function listed(values: Family["values"] | number): Family["values"] {
  return typeof values === "number" ? [{ value: values }] : values;
}

/**
 * What says nothing under Bun, whose engine is not that of Node; and what is no number when it is
 * asked for twice before the next sample of the event loop.
 */
const meaningless =
  /^nodejs_(heap_|external_|active_|gc_|version|eventloop_lag_(min|mean|stddev)_)|^process_heap_/;

/**
 * Makes what writes the text of the metrics, with those of the process. Of the event loop a sample
 * is taken every 10 ms from now on, so it is made when somebody asks for the first time.
 */
export function createMetricWriter(): (families: readonly Family[]) => Promise<string> {
  const ofProcess = new Registry();
  collectDefaultMetrics({ register: ofProcess });
  for (const { name } of ofProcess.getMetricsAsArray())
    if (meaningless.test(name)) ofProcess.removeSingleMetric(name);
  return async (families) => {
    const own = new Registry();
    for (const family of families) {
      // prom-client asks a metric for no more than its name and this, and has no other way to take
      // numbers that were counted elsewhere.
      const metric = { name: family.name, get: async () => family };
      own.registerMetric(metric as unknown as Metric);
    }
    return `${await own.metrics()}\n${await ofProcess.metrics()}`;
  };
}

/** How the text calls itself. */
export const metricsType = Registry.PROMETHEUS_CONTENT_TYPE;
