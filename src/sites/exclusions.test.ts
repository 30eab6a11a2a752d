import { describe, expect, test } from "bun:test";
import { matchesPath, parseExcludedIps, parseExcludedPaths, rangesOf } from "./exclusions.ts";

describe("parseExcludedIps", () => {
  test("takes addresses and ranges, each once", () => {
    const text = "203.0.113.7, 203.0.113.0/24\n2001:db8::/32 203.0.113.7";
    expect(parseExcludedIps(text)).toEqual(["203.0.113.7", "203.0.113.0/24", "2001:db8::/32"]);
    expect(parseExcludedIps(" ")).toEqual([]);
  });
  test.each(["office", "10.0.0.0/33", "10.0.0", "10.0.0.1-10.0.0.9"])("refuses %s", (text) => {
    expect(parseExcludedIps(`10.0.0.1 ${text}`)).toBeNull();
  });
});

describe("parseExcludedPaths", () => {
  test("takes paths, apart by lines or commas", () => {
    expect(parseExcludedPaths("/admin/*\r\n/a b, /admin/*")).toEqual(["/admin/*", "/a b"]);
  });
  test("refuses what is no path", () => {
    expect(parseExcludedPaths("admin")).toBeNull();
    expect(parseExcludedPaths("https://shop.example/admin")).toBeNull();
  });
});

describe("rangesOf", () => {
  test("leaves out what nobody can read", () => {
    expect(rangesOf(["nonsense", "10.0.0.0/8"])).toHaveLength(1);
  });
});

describe("matchesPath", () => {
  test.each([
    ["/admin", "/admin", true],
    ["/admin", "/admin/", false],
    ["/admin/*", "/admin/users/1", true],
    ["/admin/*", "/admin", false],
    ["/admin*", "/administrators", true],
    ["*/edit", "/posts/1/edit", true],
    ["*/edit", "/posts/1/editor", false],
    ["/a*b*c", "/a-b-c", true],
    ["/a*b*c", "/a-c-b", false],
    ["/ab*ba", "/aba", false],
    ["/*", "/", true],
    ["/a.c", "/abc", false],
  ])("%s and %s: %p", (pattern, path, isMatch) => {
    expect(matchesPath(pattern, path)).toBe(isMatch);
  });
  test("takes no longer for many stars", () => {
    const startedAt = performance.now();
    expect(matchesPath(`/${"*a".repeat(140)}*b`, `/${"a".repeat(2_000)}`)).toBe(false);
    // Less than a millisecond, and for ever where each star is tried at each letter.
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
