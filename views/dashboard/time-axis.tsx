import type { Locale } from "#src/lib/locale.ts";
import { axisLabel } from "./point-label.ts";
import type { IntervalName, PointProps } from "./props.ts";

const labelsMax = 8;
/** What is labelled by the clock: where its number stands in a local time, and its round steps. */
const clocks = {
  minute: { digits: [14, 16], steps: [1, 2, 5, 10, 15, 30] },
  hour: { digits: [11, 13], steps: [1, 2, 3, 4, 6, 12, 24] },
} as const;
const edge = 0.04;

interface TimeAxisProps {
  locale: Locale;
  interval: IntervalName;
  points: readonly PointProps[];
}

/** The labels under the plot; on a narrow screen every other one is left out. */
export function TimeAxis({ locale, interval, points }: TimeAxisProps) {
  const isOneDay = points.at(0)?.at.slice(0, 10) === points.at(-1)?.at.slice(0, 10);
  return (
    <svg class="chart-time" aria-hidden="true">
      {labelledPoints(interval, points).map((index, order) => {
        const place = points.length > 1 ? index / (points.length - 1) : 0.5;
        return (
          <text
            key={index}
            x={`${Math.round(place * 10_000) / 100}%`}
            y="1em"
            text-anchor={place < edge ? "start" : place > 1 - edge ? "end" : "middle"}
            class={order % 2 === 1 ? "chart-time-extra" : undefined}
          >
            {axisLabel(locale, { interval, isOneDay }, points[index]?.at ?? "")}
          </text>
        );
      })}
    </svg>
  );
}

/**
 * Evenly spaced points; by hours those of round hours, so that a day's start always is one, and by
 * minutes those of round minutes, whose labels wander with their points while the time goes by.
 */
function labelledPoints(interval: IntervalName, points: readonly PointProps[]): number[] {
  const fitting = Math.max(1, Math.ceil((points.length - 1) / (labelsMax - 1)));
  if (interval !== "minute" && interval !== "hour")
    return points.flatMap((_, index) => (index % fitting ? [] : [index]));
  const { digits, steps } = clocks[interval];
  const step = steps.find((length) => length >= fitting) ?? steps.at(-1) ?? 1;
  return points.flatMap(({ at }, index) => (Number(at.slice(...digits)) % step ? [] : [index]));
}
