import { describe, expect, test } from "bun:test";
import { makeSiteKey, siteKeyPattern } from "./site-key.ts";

describe("makeSiteKey", () => {
  const keys = Array.from({ length: 2_000 }, makeSiteKey);

  test("makes keys of the pattern, none twice", () => {
    expect(keys.every((key) => siteKeyPattern.test(key))).toBe(true);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("uses every sign about as often", () => {
    // 22,000 signs of 36 kinds: 611 each, with a standard deviation of 24.
    const counts = new Map<string, number>();
    for (const sign of keys.flatMap((key) => [...key.slice(1)]))
      counts.set(sign, (counts.get(sign) ?? 0) + 1);
    expect(counts.size).toBe(36);
    expect(Math.min(...counts.values())).toBeGreaterThan(611 - 6 * 24);
    expect(Math.max(...counts.values())).toBeLessThan(611 + 6 * 24);
  });
});

describe("siteKeyPattern", () => {
  test.each(["sites", "sign-in", "1bcdefghijkl", "abcdefghijk", "abcdefghijklm", "abcDefghijkl"])(
    "is not that of %s",
    (text) => {
      expect(siteKeyPattern.test(text)).toBe(false);
    },
  );
});
