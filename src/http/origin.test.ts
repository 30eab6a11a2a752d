import { describe, expect, test } from "bun:test";
import { isHttps, isKnownHost } from "./origin.ts";

const publicUrl = "https://stats.example.com";

describe("isKnownHost", () => {
  test.each([
    ["http://stats.example.com/", true],
    ["http://localhost:3000/", true],
    ["http://127.0.0.1:3000/", true],
    ["http://evil.example/", false],
    ["http://stats.example.com.evil.example/", false],
    ["http://stats.example.com:81/", false],
  ])("with a public address takes %s: %p", (url, known) => {
    expect(isKnownHost(new Request(url), { publicUrl })).toBe(known);
  });

  test("takes any host while nobody has said what ours is", () => {
    expect(isKnownHost(new Request("http://anything.example/"), { publicUrl: null })).toBe(true);
  });
});

test("the public address decides whether we are behind https", () => {
  const request = new Request("http://stats.example.com/");
  expect(isHttps(request, { publicUrl })).toBe(true);
  expect(isHttps(request, { publicUrl: null })).toBe(false);
});
