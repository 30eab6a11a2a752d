import { kindOf } from "./metric.ts";
import type { MetricName } from "./props.ts";

const stepsMax = 4;
const durationSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600].map(
  (seconds) => seconds * 1000,
);

/** The marks of a vertical axis, from 0 up; the last is at or above the greatest value. */
export function scaleOf(metric: MetricName, greatest: number): number[] {
  const kind = kindOf(metric);
  // Half a visitor is nothing, but 1.5 views a visit is.
  const stepMin = kind === "count" ? 1 : kind === "ratio" ? 0.05 : kind === "average" ? 0.5 : 1000;
  const wanted = Math.max(greatest / stepsMax, stepMin);
  const step = (kind === "duration" && durationSteps.find((s) => s >= wanted)) || roundUp(wanted);
  const count = Math.max(1, Math.ceil(greatest / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

/** The next of 1, 2, 2.5 and 5 times a power of ten; of small counts only the whole ones. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const factors = power === 1 ? [1, 2, 5, 10] : [1, 2, 2.5, 5, 10];
  const factor = factors.find((candidate) => candidate * power >= value * (1 - 1e-9)) ?? 10;
  return factor * power;
}
