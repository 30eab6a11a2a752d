import { describe, expect, test } from "bun:test";
import { maskPersonal } from "./mask.ts";

describe("maskPersonal", () => {
  test.each([
    ["/unsubscribe/jane.doe@mail.example", "/unsubscribe/[email]"],
    ["/unsubscribe/jane%40mail.example/done", "/unsubscribe/[email]/done"],
    ["Write to jane.doe@mail.example now", "Write to [email] now"],
    ["/to=jane@mail.example,john@mail.example", "/[email]"],
    ["/@jane@social.example", "/[email]"],
    ["/reset/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmN", "/reset/[token]"],
    ["/o/507f1f77bcf86cd799439011", "/o/[token]"],
    ["/o/123e4567-e89b-12d3-a456-426614174000/edit", "/o/[token]/edit"],
    ["/join/Zx81Kq0pLm4TvW9s", "/join/[token]"],
    ["/l/dGhpc2lz-YXRva2Vu_MTIzNDU2Nzg5MA", "/l/[token]"],
  ])("masks %s", (path, masked) => {
    expect(maskPersonal(path)).toBe(masked);
  });

  test.each([
    "/",
    "/blog/2026/11/how-to-brew-10-cups-of-coffee-in-3-minutes",
    "/produits/éclairage-intérieur",
    "/internationalisation2026",
    "/shop/v60-kit",
    "/order/1234567890123456",
    "/Donaudampfschifffahrtsgesellschaftskapitän",
    "/@fernside",
    "/@fernside.shop",
    "/me@home",
    "/me@home.",
    "/a@.b",
    "/files/wholesale-prices.pdf",
    "/2026/Our-Top-10-Of-2026-For-You",
  ])("leaves %s", (path) => {
    expect(maskPersonal(path)).toBe(path);
  });
});
