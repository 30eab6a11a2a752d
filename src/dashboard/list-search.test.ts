import { describe, expect, test } from "bun:test";
import { defaultOrder } from "#src/stats/list-order.ts";
import { withNames } from "./list-search.ts";

describe("withNames", () => {
  test.each([
    ["country", "en", "germ", ["DE"]],
    ["country", "fr", "etats-u", ["US"]],
    ["country", "fr", "ALLEMAGNE", ["DE"]],
    ["country", "en", "unknown", [""]],
    ["source", "en", "direct", [""]],
    ["device", "en", "phone", ["mobile"]],
    ["kind", "fr", "appels tél", ["tel"]],
    ["path", "en", "/shop", []],
  ] as const)(
    "finds in the list %s in %s by %p what is called so",
    (list, locale, search, named) => {
      const found = withNames({ ...defaultOrder, search }, list, locale).named ?? [];
      expect(found).toEqual(expect.arrayContaining([...named]));
      // A country that is no more, such as DD, may be called so too.
      expect(found.length).toBeLessThan(named.length + 3);
    },
  );

  test("leaves an order without a search as it is", () => {
    expect(withNames(defaultOrder, "country", "en")).toEqual(defaultOrder);
  });
});
