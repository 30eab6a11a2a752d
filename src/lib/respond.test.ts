import { describe, expect, test } from "bun:test";
import { safePath } from "./respond.ts";

describe("safePath", () => {
  test.each([
    ["/sites/shop.example?period=7d", "/sites/shop.example?period=7d"],
    ["/", "/"],
    ["", "/"],
    [null, "/"],
    ["https://evil.example/", "/"],
    ["//evil.example", "/"],
    ["/\\evil.example", "/"],
    ["/\t/evil.example", "/"],
    ["/\n/evil.example", "/"],
    ["/.//evil.example", "/"],
    ["/a/..//evil.example", "/"],
    ["javascript:alert(1)", "/"],
    ["sites", "/"],
    ["/sites\r\nset-cookie: x=1", "/"],
  ])("takes %p as %p", (given, path) => {
    expect(safePath(given)).toBe(path);
  });
});
