import type { ApexOptions } from "apexcharts";
import type { ChartData } from "#views/dashboard/chart-data.ts";

type Point = ChartData["points"][number];

/**
 * The options of a chart that shows nothing but its curves: axes and grid are the server's, and the
 * colours are the style sheet's, so that a change of theme needs no script.
 */
export function chartOptions(data: ChartData, onPoint: (index: number) => void): ApexOptions {
  const { points, top, running } = data;
  const settled = running === null ? points.length : running;
  const of = (pick: (point: Point, index: number) => number | null) =>
    points.map((point, index) => [index, pick(point, index)] as [number, number | null]);
  return {
    series: [
      { name: "before", data: of(({ before }) => before?.value ?? null) },
      { name: "now", data: of(({ value }, index) => (index < settled ? value : null)) },
      { name: "running", data: of(({ value }, index) => (index >= settled - 1 ? value : null)) },
    ],
    chart: {
      type: "line",
      height: "100%",
      sparkline: { enabled: true },
      animations: { enabled: false },
      toolbar: { show: false },
      zoom: { enabled: false },
      parentHeightOffset: 0,
      events: {
        click: (_event, _chart, { dataPointIndex } = {}) => {
          // A finger that taps wants to read the point, not to go there.
          if (dataPointIndex >= 0 && matchMedia("(hover: hover)").matches) onPoint(dataPointIndex);
        },
      },
    },
    stroke: { width: [1.5, 2, 2], dashArray: [5, 0, 4], curve: "straight", lineCap: "round" },
    xaxis: { type: "numeric", min: 0, max: Math.max(1, points.length - 1) },
    yaxis: { min: 0, max: top },
    markers: { size: 0, hover: { size: 4 } },
    tooltip: {
      shared: true,
      intersect: false,
      custom: ({ dataPointIndex }: { dataPointIndex: number }) =>
        tooltipOf(data, points[dataPointIndex]),
    },
  };
}

/** The tooltip as HTML, which the library insists on; every text in it is escaped. */
function tooltipOf({ title }: ChartData, point: Point | undefined): string {
  if (!point) return "";
  const line = (name: string, { label, text }: { label: string; text: string }) =>
    `<p class="chart-tip-${name}"><span>${escapeHtml(label)}</span><b>${escapeHtml(text)}</b></p>`;
  const before = point.before ? line("before", point.before) : "";
  return `<div class="chart-tip"><p>${escapeHtml(title)}</p>${line("now", point)}${before}</div>`;
}

function escapeHtml(text: string): string {
  const element = document.createElement("i");
  element.textContent = text;
  return element.innerHTML;
}
