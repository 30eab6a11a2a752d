import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type Filter, formatFilter, operators, parseFilters } from "./filter.ts";

describe("parseFilters", () => {
  test("reads dimension, operator and values", () => {
    expect(parseFilters(["country:is:FR|BE", "path:contains-not:/admin", "source:is:"])).toEqual([
      { dimension: "country", operator: "is", values: ["FR", "BE"] },
      { dimension: "path", operator: "contains-not", values: ["/admin"] },
      { dimension: "source", operator: "is", values: [""] },
    ]);
  });

  test("takes what a backslash precedes as it stands", () => {
    expect(
      parseFilters(["target:is:tel:+331|https://a.example/?x\\|y", "prop\\:a\\:b:is:\\\\"]),
    ).toEqual([
      { dimension: "target", operator: "is", values: ["tel:+331", "https://a.example/?x|y"] },
      { dimension: "prop:a:b", operator: "is", values: ["\\"] },
    ]);
  });

  test.each([
    "",
    "country",
    "country:is",
    "country:like:FR",
    "password:is:x",
    "prop\\::is:x",
    "country:contains:",
    `country:is:${"x".repeat(1_201)}`,
    `country:is:${"x|".repeat(20)}`,
    "hour:is:1",
    "country:is:F\0R",
    "__proto__:is:x",
  ])("leaves %.30p out", (text) => {
    expect(parseFilters([text])).toEqual([]);
  });

  test("takes the same twice for once, and no more than ten", () => {
    expect(parseFilters(["country:is:FR", "country:is:FR|FR"])).toHaveLength(1);
    expect(parseFilters(Array.from({ length: 20 }, (_, at) => `path:is:/${at}`))).toHaveLength(10);
  });

  test("reads back whatever formatFilter writes", () => {
    const text = fc.string({
      minLength: 1,
      maxLength: 20,
      unit: fc.constantFrom(..."a:|\\é ~&=/"),
    });
    const filter = fc.record({
      dimension: fc.oneof(
        fc.constantFrom("country" as const, "path" as const, "event" as const),
        text.map((key) => `prop:${key}` as const),
      ),
      operator: fc.constantFrom(...operators),
      values: fc.uniqueArray(text, { minLength: 1, maxLength: 5 }),
    });
    fc.assert(
      fc.property(filter, (one: Filter) => {
        expect(parseFilters([formatFilter(one)])).toEqual([one]);
      }),
    );
  });
});
