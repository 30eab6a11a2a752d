import { describe, expect, test } from "bun:test";
import { hashToken, isSameSecret, makeToken } from "./token.ts";

describe("makeToken", () => {
  test("is 256 bits that fit into a link, and never the same twice", () => {
    const tokens = Array.from({ length: 1_000 }, makeToken);
    expect(new Set(tokens).size).toBe(1_000);
    for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/);
  });
});

describe("hashToken", () => {
  test("is SHA-256", () => {
    // Source: the NIST example for "abc".
    expect(Buffer.from(hashToken("abc")).toString("hex")).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
  });
});

describe("isSameSecret", () => {
  test.each([
    ["abc", "abc", true],
    ["abc", "abd", false],
    ["abc", "abcd", false],
    ["", "", true],
    ["", "abc", false],
  ])("%p and %p: %p", (a, b, same) => {
    expect(isSameSecret(a, b)).toBe(same);
  });
});
