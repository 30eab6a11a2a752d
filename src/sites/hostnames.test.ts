import { describe, expect, test } from "bun:test";
import { isLocalHost, parseDomain, parseHostnames } from "./hostnames.ts";

describe("parseDomain", () => {
  test.each([
    ["shop.example", "shop.example"],
    [" Shop.Example ", "shop.example"],
    ["www.shop.example", "shop.example"],
    ["https://www.shop.example/menu?a=1#b", "shop.example"],
    ["shop.example:8080/menu", "shop.example"],
    ["shop.example.", "shop.example"],
    ["https://Café.example", "xn--caf-dma.example"],
    ["a.b.c.example", "a.b.c.example"],
    ["localhost", "localhost"],
    ["http://localhost:3000", "localhost"],
    ["127.0.0.1:8080", "127.0.0.1"],
    ["[::1]:80", "[::1]"],
    ["", null],
    ["shop", null],
    ["two words.example", null],
    ["anna@shop.example", null],
    ["https://", null],
    ["-shop.example", null],
    ["shop_.example", null],
    ["javascript:alert(1)", null],
    ["<script>.example", null],
    ["%2e.example", null],
    [`${"a".repeat(64)}.example`, null],
    [`${"a.".repeat(130)}example`, null],
  ])("%p: %p", (text, domain) => {
    expect(parseDomain(text)).toBe(domain);
  });
});

describe("parseHostnames", () => {
  test("takes a list however it is written, each once", () => {
    expect(parseHostnames(" a.example, https://b.example/;c.example\nA.example ")).toEqual([
      "a.example",
      "b.example",
      "c.example",
    ]);
    expect(parseHostnames("")).toEqual([]);
  });

  test("is null when one of them is none", () => {
    expect(parseHostnames("a.example, b")).toBeNull();
  });
});

describe("isLocalHost", () => {
  test.each([
    ["localhost", true],
    ["app.localhost", true],
    ["127.0.0.1", true],
    ["shop.test", true],
    ["nas.local", true],
    ["shop.example", false],
    ["localhost.example", false],
  ])("%p: %p", (host, local) => {
    expect(isLocalHost(host)).toBe(local);
  });
});
