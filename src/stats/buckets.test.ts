import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { dayIn, dayStart } from "#src/lib/time.ts";
import { bucketsOf } from "./buckets.ts";
import { type Interval, intervals } from "./interval.ts";
import { liveSince } from "./period.ts";

const minuteMs = 60_000;
const paris = "Europe/Paris";
const range = { from: "2026-10-24", to: "2026-10-26" };

const minutesAt = (now: string, zone = paris) =>
  bucketsOf({
    interval: "minute",
    range,
    since: liveSince(new Date(now)),
    zone,
    now: new Date(now),
  });

describe("bucketsOf by minutes", () => {
  test("has 30 whole minutes and the running one, by the site's clock", () => {
    const { at } = minutesAt("2026-11-23T13:37:25Z");
    expect(at).toHaveLength(31);
    expect([at[0], at[1], at.at(-1)]).toEqual([
      "2026-11-23T14:07",
      "2026-11-23T14:08",
      "2026-11-23T14:37",
    ]);
  });

  test("finds a minute by its day and how many went by since the day's start", () => {
    const { pointOf } = minutesAt("2026-11-23T13:37:25Z");
    const [first, last] = [14 * 60 + 7, 14 * 60 + 37];
    expect(pointOf("2026-11-23", String(first))).toBe(0);
    expect(pointOf("2026-11-23", String(last))).toBe(30);
    for (const label of [first - 1, last + 1, first + 0.5, "", "14:07"])
      expect(pointOf("2026-11-23", String(label))).toBeUndefined();
    expect(pointOf("2026-11-22", String(first))).toBeUndefined();
  });

  test("goes through midnight, and finds there what still belongs to the day before", () => {
    const { at, pointOf } = minutesAt("2026-11-23T23:10:00Z");
    expect([at[0], at[20], at.at(-1)]).toEqual([
      "2026-11-23T23:40",
      "2026-11-24T00:00",
      "2026-11-24T00:10",
    ]);
    expect(pointOf("2026-11-23", "1420")).toBe(0);
    expect(pointOf("2026-11-24", "0")).toBe(20);
    expect(pointOf("2026-11-23", "1445")).toBe(25);
  });

  test("tells minutes apart that have one name, where the clocks go back", () => {
    // Lord Howe puts its clocks back by half an hour at two o'clock, 15:00 UTC.
    const { at, pointOf } = minutesAt("2026-04-04T15:10:00Z", "Australia/Lord_Howe");
    expect([at[0], at[19], at[20], at[30]]).toEqual([
      "2026-04-05T01:40",
      "2026-04-05T01:59",
      "2026-04-05T01:30",
      "2026-04-05T01:40",
    ]);
    expect(pointOf("2026-04-05", "100")).toBe(0);
    expect(pointOf("2026-04-05", "130")).toBe(30);
  });

  test.each([
    ["the clocks go forward", "2026-03-29T01:05:00Z", "2026-03-29T01:35", "2026-03-29T03:05"],
    ["the clocks go back", "2026-10-25T01:05:00Z", "2026-10-25T02:35", "2026-10-25T02:05"],
  ])("skips and repeats nothing when %s", (_what, now, first, last) => {
    const { at } = minutesAt(now);
    expect(at).toHaveLength(31);
    expect([at[0], at.at(-1)]).toEqual([first, last]);
  });

  test("counts 1,500 minutes on a day of 25 hours", () => {
    const { at, pointOf } = minutesAt("2026-10-25T22:59:59Z");
    expect(at.at(-1)).toBe("2026-10-25T23:59");
    expect(pointOf("2026-10-25", "1499")).toBe(30);
  });

  test("finds each of its minutes, at any time and in any zone", () => {
    const zones = [paris, "America/New_York", "Australia/Lord_Howe", "Pacific/Kiritimati"];
    const changes = ["2026-10-25T01:00Z", "2026-11-01T06:00Z", "2026-10-03T15:30Z"];
    const anyTime = fc.date({
      min: new Date("2015-01-01"),
      max: new Date("2035-01-01"),
      noInvalidDate: true,
    });
    const nearChange = fc
      .tuple(fc.constantFrom(...changes), fc.integer({ min: -7_200_000, max: 7_200_000 }))
      .map(([change, distanceMs]) => new Date(Date.parse(change) + distanceMs));
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.oneof(anyTime, nearChange), (zone, now) => {
        const since = liveSince(now);
        const { at, pointOf } = bucketsOf({ interval: "minute", range, since, zone, now });
        expect(at).toHaveLength(31);
        at.forEach((name, index) => {
          const start = new Date(since.getTime() + index * minuteMs);
          const day = dayIn(zone, start);
          const minute = (start.getTime() - dayStart(zone, day).getTime()) / minuteMs;
          expect(name.slice(0, 10)).toBe(day);
          expect(minute).toBeWithin(0, 1_500);
          expect(pointOf(day, String(minute))).toBe(index);
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe("bucketsOf", () => {
  test.each<[Interval, string, string]>([
    ["hour", "2026-11-23T00:00", "2026-11-25T12:00"],
    ["day", "2026-11-23", "2026-11-25"],
    // 23 November 2026 is a Monday.
    ["week", "2026-11-23", "2026-11-23"],
    ["month", "2026-11-01", "2026-11-01"],
  ])("by %s goes from %s to %s, what has begun", (interval, first, last) => {
    const { at } = bucketsOf({
      interval,
      range: { from: "2026-11-23", to: "2026-12-10" },
      zone: paris,
      now: new Date("2026-11-25T11:30:00Z"),
    });
    expect([at[0], at.at(-1)]).toEqual([first, last]);
  });

  test("puts every day of a week at its Monday", () => {
    const { at, pointOf } = bucketsOf({
      interval: "week",
      range: { from: "2026-11-18", to: "2026-11-25" },
      zone: paris,
      now: new Date("2026-12-01T12:00:00Z"),
    });
    expect(at).toEqual(["2026-11-16", "2026-11-23"]);
    expect(["2026-11-18", "2026-11-22", "2026-11-23"].map((day) => pointOf(day, ""))).toEqual([
      0, 0, 1,
    ]);
  });

  test("has an answer for every interval", () => {
    const now = new Date("2026-10-25T12:00:00Z");
    for (const interval of intervals)
      expect(
        bucketsOf({ interval, range, since: liveSince(now), zone: paris, now }).at,
      ).not.toEqual([]);
  });
});
