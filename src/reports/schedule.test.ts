import { describe, expect, test } from "bun:test";
import { duePeriod, endOf, type PeriodKind } from "./schedule.ts";

const ever = new Date(0);
const due = (kind: PeriodKind, zones: string[], now: string, since = ever) =>
  duePeriod(kind, zones, { now: new Date(now), since });
const startOf = (...given: Parameters<typeof due>) => due(...given)?.from ?? null;

describe("duePeriod", () => {
  // Monday 8:00 on each wall, as UTC: the instant before it nothing is due, and from it on the week.
  test.each([
    ["Europe/Paris", "2026-11-30T07:00:00Z", "2026-11-23"],
    ["America/New_York", "2026-11-30T13:00:00Z", "2026-11-23"],
    ["America/St_Johns", "2026-11-30T11:30:00Z", "2026-11-23"],
    ["Asia/Kathmandu", "2026-11-30T02:15:00Z", "2026-11-23"],
    ["Pacific/Kiritimati", "2026-11-29T18:00:00Z", "2026-11-23"],
    ["Pacific/Pago_Pago", "2026-11-30T19:00:00Z", "2026-11-23"],
    ["Australia/Lord_Howe", "2026-11-29T21:00:00Z", "2026-11-23"],
    // The Mondays after the clocks went forward and back.
    ["Europe/Paris", "2026-03-30T06:00:00Z", "2026-03-23"],
    ["Europe/Paris", "2026-10-26T07:00:00Z", "2026-10-19"],
    ["America/New_York", "2026-03-09T12:00:00Z", "2026-03-02"],
    ["America/New_York", "2026-11-02T13:00:00Z", "2026-10-26"],
    ["Australia/Lord_Howe", "2026-04-05T21:30:00Z", "2026-03-30"],
    ["Australia/Lord_Howe", "2026-10-04T21:00:00Z", "2026-09-28"],
  ])("reports a week in %s at %s, and not a second earlier", (zone, at, monday) => {
    const before = new Date(Date.parse(at) - 1_000).toISOString();
    expect(startOf("week", [zone], at)).toBe(monday);
    expect(startOf("week", [zone], before)).toBeNull();
  });

  test.each([
    ["Europe/Paris", "2026-12-01T07:00:00Z", "2026-11-01"],
    ["Pacific/Kiritimati", "2026-12-31T18:00:00Z", "2026-12-01"],
    ["America/St_Johns", "2026-03-01T11:30:00Z", "2026-02-01"],
    // The 1st on which the clocks go back in New York, and one on which they do in Paris nearby.
    ["America/New_York", "2026-11-01T13:00:00Z", "2026-10-01"],
    ["Europe/Paris", "2028-03-01T07:00:00Z", "2028-02-01"],
  ])("reports a month in %s at %s, and not a second earlier", (zone, at, first) => {
    const before = new Date(Date.parse(at) - 1_000).toISOString();
    expect(startOf("month", [zone], at)).toBe(first);
    expect(startOf("month", [zone], before)).toBeNull();
  });

  test("waits for the last of somebody's zones", () => {
    const zones = ["Pacific/Kiritimati", "Europe/Paris", "America/New_York"];
    expect(startOf("week", zones, "2026-11-30T12:59:59Z")).toBeNull();
    expect(startOf("week", zones, "2026-11-30T13:00:00Z")).toBe("2026-11-23");
  });

  test("makes up for three days that were missed, and not for more", () => {
    expect(startOf("week", ["Europe/Paris"], "2026-12-03T06:59:59Z")).toBe("2026-11-23");
    expect(startOf("week", ["Europe/Paris"], "2026-12-03T07:00:00Z")).toBeNull();
  });

  test("reports nothing that was due before there was anybody to send it", () => {
    const at = (since: string) => startOf("week", ["UTC"], "2026-11-30T09:00:00Z", new Date(since));
    expect(at("2026-11-30T08:00:00Z")).toBe("2026-11-23");
    expect(at("2026-11-30T08:00:01Z")).toBeNull();
  });

  test("comes once a week and once a month, whenever it is asked", () => {
    const zones = ["Australia/Lord_Howe", "America/St_Johns"];
    const found = { week: new Set<string>(), month: new Set<string>() };
    for (
      let at = Date.parse("2026-01-05T00:00:00Z");
      at < Date.parse("2027-01-01");
      at += 1_800_000
    )
      for (const kind of ["week", "month"] as const) {
        const from = startOf(kind, zones, new Date(at).toISOString());
        if (from) found[kind].add(from);
      }
    expect(found.week.size).toBe(52);
    expect(found.month.size).toBe(11);
  });

  test("has nothing for whoever has no site", () => {
    expect(startOf("week", [], "2026-11-30T09:00:00Z")).toBeNull();
  });

  test("covers the days until Monday", () => {
    expect(due("week", ["UTC"], "2026-11-30T09:00:00Z")).toEqual({
      kind: "week",
      from: "2026-11-23",
      to: "2026-11-30",
    });
  });
});

describe("endOf", () => {
  test("is midnight on the wall", () => {
    const period = { kind: "week", from: "2026-11-23", to: "2026-11-30" } as const;
    expect(endOf(period, "America/New_York")).toEqual(new Date("2026-11-30T05:00:00Z"));
  });
});
