import type { PointProps } from "./props.ts";

// The plot is drawn on a plane of 1000 by 100 that is stretched to whatever room there is; its
// strokes are not. Scripts lay the interactive chart over it, in the same place.
const width = 1000;
const height = 100;

interface PlotProps {
  points: readonly PointProps[];
  ticks: readonly number[];
  running: number | null;
}

/** The curve as the server draws it: the first paint, and all there is without scripts. */
export function Plot({ points, ticks, running }: PlotProps) {
  const top = ticks.at(-1) ?? 1;
  const values = points.map(({ value }) => value);
  const settled = running === null ? values : values.slice(0, running);
  const place = (value: number, index: number) => placeOf(value, { index, top, of: points.length });
  return (
    <svg
      class="plot"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {ticks.map((tick) => {
        const y = round(height - (tick / top) * height);
        return <line key={tick} class="plot-grid" x1="0" x2={width} y1={y} y2={y} />;
      })}
      <g class="plot-still">
        <path class="plot-area" d={areaOf(values, place)} />
        <path
          class="plot-before"
          d={pathOf(
            points.map(({ before }) => before?.value ?? null),
            place,
          )}
        />
        <path class="plot-line" d={pathOf(settled, place)} />
        {running !== null && <path class="plot-running" d={stepTo(running, values, place)} />}
      </g>
    </svg>
  );
}

type Place = (value: number, index: number) => { x: number; y: number };

function placeOf(value: number, { index, top, of }: { index: number; top: number; of: number }) {
  return {
    x: round(of > 1 ? (index / (of - 1)) * width : width / 2),
    y: round(height - (Math.min(value, top) / top) * height),
  };
}

function pathOf(values: readonly (number | null)[], place: Place): string {
  let isDrawing = false;
  let path = "";
  values.forEach((value, index) => {
    if (value === null) {
      isDrawing = false;
      return;
    }
    const { x, y } = place(value, index);
    path += `${isDrawing ? "L" : "M"}${x} ${y}`;
    isDrawing = true;
  });
  // A lone point is a step of no length, which a round stroke shows as a dot.
  return path.includes("L") || path === "" ? path : `${path}h0`;
}

/** From the last point that is over to the one that is not. */
function stepTo(running: number, values: readonly (number | null)[], place: Place): string {
  return pathOf(
    values.map((value, index) => (index < running - 1 ? null : value)),
    place,
  );
}

function areaOf(values: readonly (number | null)[], place: Place): string {
  const begun = values.slice(0, values.findLastIndex((value) => value !== null) + 1);
  const drawn = begun.flatMap((value, index) => (value === null ? [] : [place(value, index)]));
  const [first, last] = [drawn[0], drawn.at(-1)];
  // A curve with holes has no area under it.
  if (!first || !last || drawn.length < begun.length) return "";
  const curve = drawn.map(({ x, y }) => `${x} ${y}`).join("L");
  return `M${first.x} ${height}L${curve}L${last.x} ${height}Z`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
