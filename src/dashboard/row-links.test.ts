import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { excluderOf, withoutValue } from "./row-links.ts";
import { addressOf, parseView } from "./view.ts";

const site = { id: 1, timeZone: "UTC", firstDay: "2026-01-01" };
const now = new Date("2026-11-23T12:00:00Z");
const viewOf = (...filters: string[]) =>
  parseView(new URLSearchParams(filters.map((filter) => ["filter", filter])), site, now);
const filtersOf = (address: string) =>
  new URL(address, "http://here.invalid").searchParams.getAll("filter");

describe("withoutValue", () => {
  test.each([
    [[], ["path:is-not:/a"]],
    [["country:is:FR"], ["country:is:FR", "path:is-not:/a"]],
    [["path:is-not:/b"], ["path:is-not:/b|/a"]],
    [["path:is-not:/a"], ["path:is-not:/a"]],
    // Whoever asks for nothing but what is excluded would see nothing at all.
    [["path:is:/a"], ["path:is-not:/a"]],
    [["path:is:/b"], ["path:is:/b", "path:is-not:/a"]],
  ])("makes of %p %p", (before, after) => {
    const view = withoutValue(viewOf(...before), "path", "/a");
    expect(filtersOf(addressOf("shop.example", view))).toEqual(after);
  });
});

describe("excluderOf", () => {
  test("finds for any value the address of the view without it", () => {
    const anyValue = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 12 }),
      fc.constantFrom("", "$&", "a|b:c\\", "é&=#+ %2B", "path:is:/", "EXCLUDED-VALUE"),
    );
    const anyFilters = fc.subarray([
      "path:is:/a",
      "path:is-not:/b",
      "prop\\:plan:is:pro",
      "country:is-not:FR",
    ]);
    fc.assert(
      fc.property(anyFilters, fc.array(anyValue, { maxLength: 5 }), (filters, values) => {
        const view = viewOf(...filters);
        const excludeHref = excluderOf("shop.example", view);
        for (const dimension of ["path", "country", "prop:plan"] as const)
          for (const value of values)
            expect(excludeHref(dimension, value)).toBe(
              addressOf("shop.example", withoutValue(view, dimension, value)),
            );
      }),
    );
  });
});
