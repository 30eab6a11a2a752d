import { describe, expect, test } from "bun:test";
import { bucketsOf } from "#src/stats/buckets.ts";
import { noFigures } from "#src/stats/figures.ts";
import { chartOf } from "./chart.ts";
import { parseView } from "./view.ts";

const site = { id: 7, timeZone: "Europe/Paris", firstDay: "2026-02-03" };

function chartAt(text: string, now: string) {
  const view = parseView(new URLSearchParams(text), site, new Date(now));
  const current = bucketsOf(view.query).at.map((at, visitors) => ({ at, ...noFigures, visitors }));
  return chartOf({ domain: "shop.example", view, compared: null, current, previous: null });
}

describe("chartOf", () => {
  test("draws the last half-hour by minute, the running one not over, with nowhere to zoom to", () => {
    const { interval, intervals, points, running, compared } = chartAt(
      "period=live",
      "2026-11-23T13:37:25Z",
    );
    expect(interval).toBe("minute");
    expect(intervals.map(({ name }) => name)).toEqual(["minute"]);
    expect(points).toHaveLength(31);
    expect(points[0]).toEqual({ at: "2026-11-23T14:07", value: 0, href: null, before: null });
    expect(points.at(-1)?.at).toBe("2026-11-23T14:37");
    expect({ running, compared }).toEqual({ running: 30, compared: null });
  });

  test("names the days around midnight that the half-hour is on", () => {
    const { span } = chartAt("period=live", "2026-11-23T23:10:00Z");
    expect(span).toEqual({ first: "2026-11-23", last: "2026-11-24" });
  });

  test("leads from a day to its hours", () => {
    const { points, running } = chartAt("period=7d", "2026-11-23T13:37:25Z");
    expect(points[0]?.href).toBe("/sites/shop.example?from=2026-11-17&period=custom&to=2026-11-17");
    expect(running).toBe(6);
  });
});
