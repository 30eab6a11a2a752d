import { describe, expect, test } from "bun:test";
import { renderToString } from "preact-render-to-string";
import type { Locale } from "#src/lib/locale.ts";
import { pointLabel } from "./point-label.ts";
import type { IntervalName } from "./props.ts";
import { TimeAxis } from "./time-axis.tsx";

function labelsOf(interval: IntervalName, ats: string[], locale: Locale = "en"): string[] {
  const points = ats.map((at) => ({ at, value: 0, href: null, before: null }));
  const html = renderToString(<TimeAxis {...{ locale, interval, points }} />);
  return [...html.matchAll(/x="([^"]*)"[^>]*>([^<]*)</g)].map(([, x, text]) => `${x} ${text}`);
}

const timesFrom = (start: string, count: number, minutes: number) =>
  Array.from({ length: count }, (_, index) =>
    new Date(Date.parse(`${start}Z`) + index * minutes * 60_000).toISOString().slice(0, 16),
  );

describe("TimeAxis", () => {
  test("names every fifth minute of the last half-hour, in its place", () => {
    expect(labelsOf("minute", timesFrom("2026-11-23T14:07", 31, 1))).toEqual([
      "10% 14:10",
      "26.67% 14:15",
      "43.33% 14:20",
      "60% 14:25",
      "76.67% 14:30",
      "93.33% 14:35",
    ]);
    const round = labelsOf("minute", timesFrom("2026-11-23T14:05", 31, 1));
    expect([round.length, round[0], round.at(-1)]).toEqual([7, "0% 14:05", "100% 14:35"]);
  });

  test("names minutes by the clock at midnight too, in both languages", () => {
    const night = timesFrom("2026-11-23T23:40", 31, 1);
    for (const locale of ["en", "fr"] as const) {
      const texts = labelsOf("minute", night, locale).map((label) => label.split(" ")[1]);
      expect(texts).toEqual(["23:40", "23:45", "23:50", "23:55", "00:00", "00:05", "00:10"]);
    }
  });

  test("names round hours, and where several days meet the day that begins", () => {
    const texts = labelsOf("hour", timesFrom("2026-11-23T00:00", 48, 60));
    expect(texts.map((label) => label.slice(label.indexOf(" ") + 1))).toEqual([
      "23 Nov",
      "12:00",
      "24 Nov",
      "12:00",
    ]);
  });

  test("names days evenly", () => {
    const days = timesFrom("2026-11-01T00:00", 15, 1_440).map((at) => at.slice(0, 10));
    expect(labelsOf("day", days)).toHaveLength(8);
  });
});

describe("pointLabel", () => {
  test.each<[IntervalName, string, string, string]>([
    ["minute", "2026-11-23T14:07", "14:07", "14:07"],
    ["hour", "2026-11-23T14:00", "Mon 23 Nov, 14:00", "lun. 23 nov., 14\u00a0h"],
    ["day", "2026-11-23", "Mon 23 Nov", "lun. 23 nov."],
    ["week", "2026-11-23", "Week of 23 Nov 2026", "Semaine du 23 nov. 2026"],
    ["month", "2026-11-01", "November 2026", "novembre 2026"],
  ])("of a %s at %s is %s, in French %s", (interval, at, english, french) => {
    expect(pointLabel("en", interval, at)).toBe(english);
    expect(pointLabel("fr", interval, at)).toBe(french);
  });
});
