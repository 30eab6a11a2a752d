import { describe, expect, test } from "bun:test";
import { barOf } from "./bar.ts";
import { parseView } from "./view.ts";

const site = { name: "Shop", domain: "shop.example", archivedAt: null, eventsFrom: null };
const stats = { id: 7, timeZone: "Europe/Paris", firstDay: "2026-02-03" };
const now = new Date("2026-11-23T13:37:25Z");

const barAt = (text: string) =>
  barOf({
    site,
    sites: [site],
    canEdit: false,
    hasFigures: true,
    online: 0,
    view: parseView(new URLSearchParams(text), stats, now),
  });

describe("barOf", () => {
  test("offers the last half-hour before all other periods", () => {
    const [first, second] = barAt("filter=country:is:FR&period=today&interval=hour").period.choices;
    expect(first).toEqual({
      name: "live",
      href: "/sites/shop.example?filter=country%3Ais%3AFR&period=live",
      isCurrent: false,
    });
    expect(second?.name).toBe("today");
  });

  test("has no arrows and no comparison in real time, nor of all time", () => {
    for (const name of ["live", "all"] as const) {
      const { period, comparison } = barAt(`period=${name}&compare=year`);
      expect(period).toMatchObject({ current: name, earlier: null, later: null });
      expect(period.choices.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
      expect(comparison).toBeNull();
    }
  });

  test("leads out of real time to the days that are chosen, minutes left behind", () => {
    const { period } = barAt("period=live&metric=visits");
    expect(period.choices.find(({ name }) => name === "30d")?.href).toBe(
      "/sites/shop.example?metric=visits",
    );
    expect(period.custom.kept).toEqual([
      { name: "period", value: "custom" },
      { name: "metric", value: "visits" },
    ]);
  });

  test("exports the chart as filtered, and the events of the same days, which no filter is for", () => {
    expect(barAt("").exports).toEqual({
      chart: "/sites/shop.example/export/chart.csv?",
      events: "/sites/shop.example/raw/events.csv",
      eventsFrom: null,
    });
    const text = "period=custom&from=2026-10-03&to=2026-10-05&filter=country:is:FR&sort=value";
    expect(barAt(text).exports).toEqual({
      chart:
        "/sites/shop.example/export/chart.csv" +
        "?period=custom&from=2026-10-03&to=2026-10-05&filter=country%3Ais%3AFR",
      events: "/sites/shop.example/raw/events.csv?period=custom&from=2026-10-03&to=2026-10-05",
      eventsFrom: null,
    });
  });

  test("says from when on there are events to export, if not of all days", () => {
    const barFrom = (eventsFrom: string) =>
      barOf({
        ...{
          site: { ...site, eventsFrom },
          sites: [],
          canEdit: false,
          hasFigures: true,
          online: 0,
        },
        view: parseView(new URLSearchParams("period=year"), stats, now),
      });
    expect(barFrom("2026-10-01").exports.eventsFrom).toBe("2026-10-01");
    expect(barFrom("2026-01-01").exports.eventsFrom).toBeNull();
  });
});
