import { describe, expect, test } from "bun:test";
import { isOwnHost } from "./hosts.ts";

const site = {
  domain: "shop.example",
  hostnames: ["shop.other.example"],
  includeSubdomains: false,
  countTestTraffic: false,
};

describe("isOwnHost", () => {
  test.each([
    ["shop.example", true],
    ["www.shop.example", true],
    ["shop.example.", true],
    ["shop.other.example", true],
    ["blog.shop.example", false],
    ["notshop.example", false],
    ["shop.example.evil.example", false],
    ["www.shop.other.example", false],
    ["localhost", false],
    ["127.0.0.1", false],
    ["", false],
  ])("%p: %p", (host, expected) => {
    expect(isOwnHost(site, host)).toBe(expected);
  });

  test.each([
    ["shop.example", true],
    ["blog.shop.example", true],
    ["a.b.shop.example", true],
    ["www.blog.shop.example.", true],
    ["evil-shop.example", false],
    ["shop.example.evil", false],
    ["blog.shop.example.evil", false],
    ["shopxexample", false],
    ["example", false],
    ["blog.shop.other.example", false],
    ["", false],
  ])("with subdomains, %p: %p", (host, expected) => {
    expect(isOwnHost({ ...site, includeSubdomains: true }, host)).toBe(expected);
    const registered = { ...site, domain: "www.shop.example", includeSubdomains: true };
    expect(isOwnHost(registered, host)).toBe(expected);
  });

  test("takes the bare domain of a site that is registered with www", () => {
    expect(isOwnHost({ ...site, domain: "www.shop.example" }, "shop.example")).toBe(true);
  });

  test.each(["localhost", "127.0.0.1", "192.168.1.20", "[::1]", ""])(
    "takes %p when test traffic is counted",
    (host) => {
      expect(isOwnHost({ ...site, countTestTraffic: true }, host)).toBe(true);
      expect(isOwnHost({ ...site, countTestTraffic: true }, "evil.example")).toBe(false);
    },
  );
});
