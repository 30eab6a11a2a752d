import { describe, expect, test } from "bun:test";
import { isSameOrigin } from "./csrf.ts";

const own = "http://stats.example:3000/sites";

describe("isSameOrigin", () => {
  test.each([
    [{ "sec-fetch-site": "same-origin" }, true],
    [{ "sec-fetch-site": "same-site" }, false],
    [{ "sec-fetch-site": "cross-site" }, false],
    [{ "sec-fetch-site": "none" }, false],
    [{ "sec-fetch-site": "cross-site", origin: "http://stats.example:3000" }, false],
    [{ origin: "http://stats.example:3000" }, true],
    [{ origin: "https://stats.example:3000" }, true],
    [{ origin: "http://stats.example" }, false],
    [{ origin: "http://evil.example" }, false],
    [{ origin: "http://stats.example:3000.evil.example" }, false],
    [{ origin: "null" }, false],
    [{}, false],
  ])("%p: %p", (headers, expected) => {
    const request = new Request(own, { method: "POST", headers: headers as HeadersInit });
    expect(isSameOrigin(request, null)).toBe(expected);
  });

  test("believes the public address behind a proxy that renames the host", () => {
    const headers = { origin: "https://stats.example" };
    const request = new Request("http://10.0.0.7:3000/sites", { method: "POST", headers });
    expect(isSameOrigin(request, "https://stats.example")).toBe(true);
    expect(isSameOrigin(request, null)).toBe(false);
  });
});
