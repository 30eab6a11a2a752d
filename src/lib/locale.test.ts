import { describe, expect, test } from "bun:test";
import { negotiateLocale } from "./locale.ts";

describe("negotiateLocale", () => {
  test.each([
    ["fr-CH, fr;q=0.9, en;q=0.8", "fr"],
    ["de, fr;q=0.5, en;q=0.7", "en"],
    ["de", "en"],
    ["fr;q=0, en;q=0.1", "en"],
    ["*", "en"],
    [null, "en"],
  ])("takes %p as %s", (header, locale) => {
    expect(negotiateLocale(header)).toBe(locale as "en" | "fr");
  });
});
