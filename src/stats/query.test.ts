import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { addDays } from "#src/lib/time.ts";
import { comparisonKinds } from "./comparison.ts";
import { intervals } from "./interval.ts";
import { periods } from "./period.ts";
import { parseQuery, queryToParams, stepQuery } from "./query.ts";

const now = new Date("2026-11-23T22:30:00Z");
const site = { id: 7, timeZone: "Europe/Paris", firstDay: "2026-02-03" };
const parse = (text: string, at = now) => parseQuery(new URLSearchParams(text), site, at);

describe("parseQuery", () => {
  test("shows 30 days with those before them when nothing is asked", () => {
    expect(parse("")).toEqual({
      siteId: 7,
      zone: "Europe/Paris",
      period: "30d",
      range: { from: "2026-10-25", to: "2026-11-24" },
      since: null,
      comparison: { kind: "previous", range: { from: "2026-09-25", to: "2026-10-25" } },
      interval: "day",
      filters: [],
      order: { by: "visitors", direction: "desc", limit: null, offset: 0 },
      now,
    });
  });

  test("knows which day it is for the site", () => {
    const midnight = new Date("2026-11-23T23:00:00Z");
    expect(parse("period=today").range.from).toBe("2026-11-23");
    expect(parse("period=today", midnight).range.from).toBe("2026-11-24");
  });

  test("takes the days of a custom period as people do, the last one included", () => {
    const { period, range } = parse("period=custom&from=2026-02-28&to=2026-03-01");
    expect({ period, range }).toEqual({
      period: "custom",
      range: { from: "2026-02-28", to: "2026-03-02" },
    });
  });

  test("shows all time from the first event, with nothing to compare it with", () => {
    const { range, comparison, interval } = parse("period=all&compare=year");
    expect({ range, comparison, interval }).toEqual({
      range: { from: "2026-02-03", to: "2026-11-24" },
      comparison: null,
      interval: "month",
    });
    const empty = parseQuery(new URLSearchParams("period=all"), { ...site, firstDay: null }, now);
    expect(empty.range).toEqual({ from: "2026-11-23", to: "2026-11-24" });
  });

  test("shows the last 30 minutes by minute, with nothing to compare them with", () => {
    const at = new Date("2026-11-23T13:37:25.300Z");
    expect(parse("period=live&compare=year&interval=hour&from=2026-01-01", at)).toMatchObject({
      period: "live",
      range: { from: "2026-11-23", to: "2026-11-24" },
      since: new Date("2026-11-23T13:07:00Z"),
      comparison: null,
      interval: "minute",
      now: at,
    });
  });

  test.each([
    ["2026-11-23T22:59:59Z", "2026-11-23", "2026-11-24"],
    ["2026-11-23T23:00:00Z", "2026-11-23", "2026-11-25"],
    ["2026-11-23T23:29:59Z", "2026-11-23", "2026-11-25"],
    ["2026-11-23T23:30:00Z", "2026-11-24", "2026-11-25"],
  ])("asks at %s for the days that the last 30 minutes are on", (at, from, to) => {
    expect(parse("period=live", new Date(at)).range).toEqual({ from, to });
  });

  test("compares with as many days from a chosen one as have begun", () => {
    const compared = (text: string) => parse(text).comparison;
    expect(compared("period=7d&compare=custom&compare_from=2026-03-02")).toEqual({
      kind: "custom",
      range: { from: "2026-03-02", to: "2026-03-09" },
    });
    // On the 23rd, 23 days of this month.
    expect(compared("period=month&compare=custom&compare_from=2026-02-01")?.range).toEqual({
      from: "2026-02-01",
      to: "2026-02-24",
    });
  });

  test.each([
    "period=fortnight",
    "period=custom",
    "period=custom&from=2026-03-01&to=2026-02-28",
    "period=custom&from=2026-02-30&to=2026-03-01",
    "period=custom&from=2026-11-24&to=2026-11-30",
    "period=custom&from=0001-01-01&to=2026-11-30",
    "period=custom&from=2026-01-01&to=",
    "interval=hour",
    "interval=minute",
    "interval=year",
    "period=Live",
    "compare=%00",
    "compare=custom",
    "sort=password",
    "sort=-",
    "limit=0",
    "limit=-1",
    "offset=1e3",
    "sort=-visitors&offset=0",
    "compare=custom&compare_from=2026-02-30",
    "compare=custom&compare_from=2026-11-24",
    "compare=custom&compare_from=0001-01-01",
    "from=2026-01-01&to=2026-01-02",
  ])("falls back to the default for %s", (text) => {
    expect(parse(text)).toEqual(parse(""));
  });

  test("cuts a custom period that ends far in the future, so that a chart stays bounded", () => {
    const { range } = parse("period=custom&from=2026-01-01&to=9999-12-31");
    expect(range.to).toBe(addDays("2026-11-23", 367));
  });

  test("never throws, and what it reads it can write and read again", () => {
    const anyText = fc.oneof(
      fc.string(),
      fc.constantFrom("", "2026-01-31", "2026-11-23", "1999-12-31"),
    );
    const orText = (...names: readonly string[]) =>
      fc.oneof(fc.constantFrom(...names), fc.string());
    fc.assert(
      fc.property(
        orText(...periods),
        anyText,
        anyText,
        orText(...comparisonKinds, "none", "custom"),
        anyText,
        orText(...intervals),
        (period, from, to, compare, compare_from, interval) => {
          const params = new URLSearchParams({
            period,
            from,
            to,
            compare,
            compare_from,
            interval,
          });
          const query = parseQuery(params, site, now);
          expect(parseQuery(queryToParams(query), site, now)).toEqual(query);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("queryToParams", () => {
  test.each([
    ["", ""],
    ["period=30d&compare=previous&interval=day", ""],
    ["period=today", "period=today"],
    ["period=7d&interval=hour&compare=none", "period=7d&compare=none&interval=hour"],
    ["period=all&compare=none", "period=all"],
    ["period=live&compare=none&interval=minute", "period=live"],
    ["filter=country:is:FR&period=live", "period=live&filter=country%3Ais%3AFR"],
    ["sort=visitors", "sort=visitors"],
    ["offset=40&sort=-engagedMs&limit=20", "sort=-engagedMs&limit=20&offset=40"],
    ["limit=9999999", "limit=1000000"],
    ["search=%20caf%C3%A9%20&sort=-bounceRate", "sort=-bounceRate&search=caf%C3%A9"],
    ["search=%20&sort=value", "sort=value"],
    ["compare_from=2026-03-01", ""],
    ["compare=custom&compare_from=2026-03-01", "compare=custom&compare_from=2026-03-01"],
    ["period=custom&from=2026-03-01&to=2026-03-31", "period=custom&from=2026-03-01&to=2026-03-31"],
  ])("writes %p as %p", (given, expected) => {
    expect(queryToParams(parse(given)).toString()).toBe(expected);
  });
});

describe("stepQuery", () => {
  const stepped = (text: string, step: -1 | 1) => {
    const query = stepQuery(parse(text), step);
    return query && queryToParams(query).toString();
  };

  test.each([
    ["period=today", -1, "period=yesterday"],
    ["period=yesterday", 1, "period=today"],
    ["period=yesterday", -1, "period=custom&from=2026-11-21&to=2026-11-21"],
    ["period=month", -1, "period=last-month"],
    ["period=last-month", 1, "period=month"],
    ["period=last-month", -1, "period=custom&from=2026-09-01&to=2026-09-30"],
    ["period=custom&from=2026-09-01&to=2026-09-30", 1, "period=last-month"],
    ["period=custom&from=2026-09-25&to=2026-10-24", 1, ""],
    [
      "period=7d&compare=year&interval=hour",
      -1,
      "period=custom&from=2026-11-10&to=2026-11-16&compare=year&interval=hour",
    ],
    ["period=month&interval=week", -1, "period=last-month&interval=week"],
    [
      "period=month&compare=custom&compare_from=2026-02-01",
      -1,
      "period=last-month&compare=custom&compare_from=2026-02-01",
    ],
    ["period=year", -1, "period=custom&from=2025-01-01&to=2025-12-31"],
    ["period=today", 1, null],
    ["period=month", 1, null],
    ["period=all", -1, null],
    ["period=live", -1, null],
    ["period=live", 1, null],
  ] as const)("from %p by %d leads to %p", (text, step, expected) => {
    expect(stepped(text, step)).toBe(expected);
  });

  test("compares the new range anew", () => {
    const query = stepQuery(parse("period=month"), -1);
    expect(query?.comparison?.range).toEqual({ from: "2026-09-01", to: "2026-10-01" });
  });
});
