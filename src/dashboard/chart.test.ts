import { describe, expect, test } from "bun:test";
import { bucketsOf } from "#src/stats/buckets.ts";
import { noFigures } from "#src/stats/figures.ts";
import type { DayRange } from "#src/stats/period.ts";
import { chartOf } from "./chart.ts";
import { parseView } from "./view.ts";

const site = { id: 7, timeZone: "Europe/Paris", firstDay: "2026-02-03" };

function chartAt(text: string, now: string) {
  const view = parseView(new URLSearchParams(text), site, new Date(now));
  const current = bucketsOf(view.query).at.map((at, visitors) => ({ at, ...noFigures, visitors }));
  return chartOf({ domain: "shop.example", view, compared: null, current, previous: null });
}

/** By hours, beside the range of the comparison. Shape: of each pair whose names differ, both names. */
function comparedAt(day: string, now: string) {
  const text = `period=custom&from=${day}&to=${day}`;
  const view = parseView(new URLSearchParams(text), site, new Date(now));
  const compared = view.query.comparison?.range ?? null;
  if (!compared) throw new Error("There is nothing to compare with.");
  const pointsOf = (range: DayRange) =>
    bucketsOf({ ...view.query, range }).at.map((at, visitors) => ({ at, ...noFigures, visitors }));
  const [current, previous] = [pointsOf(view.query.range), pointsOf(compared)];
  const chart = chartOf({ domain: "shop.example", view, compared, current, previous });
  const pairs = chart.points.map(({ at, before }) => [at.slice(11), before?.at.slice(11) ?? null]);
  return { ...chart, odd: pairs.filter(([at, before]) => at !== before) };
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

  test("pairs each hour with that of the same name when the clocks go forward", () => {
    const { points, odd, running } = comparedAt("2026-03-29", "2026-11-23T13:37:25Z");
    expect(points).toHaveLength(23);
    expect(points[2]).toMatchObject({ at: "2026-03-29T03:00", value: 2, before: { value: 3 } });
    expect(points.at(-1)?.at).toBe("2026-03-29T23:00");
    expect({ odd, running }).toEqual({ odd: [], running: null });
  });

  test("has nothing beside the hour that the day before did not have", () => {
    const { points, odd } = comparedAt("2026-03-30", "2026-11-23T13:37:25Z");
    expect(points).toHaveLength(24);
    expect(odd).toEqual([["02:00", null]]);
  });

  test("pairs each hour with that of the same name when the clocks go back", () => {
    const { points, odd } = comparedAt("2026-10-25", "2026-11-23T13:37:25Z");
    expect(points).toHaveLength(25);
    // The day before has one hour for both.
    expect(points.slice(1, 5).map(({ value, before }) => [value, before?.value])).toEqual([
      [1, 1],
      [2, 2],
      [3, 2],
      [4, 3],
    ]);
    expect(odd).toEqual([]);
  });

  test("adds no hour to a day that follows one of 25", () => {
    const { points, odd, running } = comparedAt("2026-10-26", "2026-11-23T13:37:25Z");
    expect(points).toHaveLength(24);
    // The first of the two hours from two to three.
    expect(points.slice(2, 4).map(({ before }) => before?.value)).toEqual([2, 4]);
    expect(points.at(-1)).toMatchObject({ at: "2026-10-26T23:00", value: 23 });
    expect({ odd, running }).toEqual({ odd: [], running: null });
  });

  test.each([
    ["2026-11-23", "2026-11-23T13:37:25Z", 14, 24],
    ["2026-03-29", "2026-03-29T12:37:25Z", 13, 23],
    ["2026-10-25", "2026-10-25T13:37:25Z", 15, 25],
    ["2026-10-26", "2026-10-26T13:37:25Z", 14, 24],
  ])("shows the hours that are to come of %s, and no others", (day, now, running, hours) => {
    const chart = comparedAt(day, now);
    expect(chart.running).toBe(running);
    expect(chart.points).toHaveLength(hours);
    expect(chart.points.findIndex(({ value }) => value === null)).toBe(running + 1);
    expect(chart.points.at(-1)).toMatchObject({ at: `${day}T23:00`, value: null });
    expect(chart.odd).toEqual([]);
  });
});
