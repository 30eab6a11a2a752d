import { describe, expect, test } from "bun:test";
import { isInsider } from "./insider.ts";

const metricsToken = "a-token-of-some-length";
const ask = (
  address: string,
  {
    url = "http://127.0.0.1:3000/metrics",
    headers = {},
    token = metricsToken as string | null,
  } = {},
) =>
  isInsider({
    request: new Request(url, { headers }),
    server: { requestIP: () => ({ address }) },
    config: { metricsToken: token },
  });

describe("isInsider", () => {
  test.each(["127.0.0.1", "127.8.0.1", "::1", "::ffff:127.0.0.1"])("takes %s", (address) => {
    expect(ask(address)).toBe(true);
  });

  test.each(["192.168.0.7", "203.0.113.9", "::ffff:192.0.2.1", ""])("not %s", (address) => {
    expect(ask(address)).toBe(false);
  });

  test.each(["x-forwarded-for", "forwarded", "x-real-ip", "cf-connecting-ip", "via"])(
    "takes nobody who comes through a proxy, by %s",
    (name) => {
      expect(ask("127.0.0.1", { headers: { [name]: "127.0.0.1" } })).toBe(false);
    },
  );

  test("takes nobody through a proxy that says nothing of itself, as nginx does unless told to", () => {
    expect(ask("127.0.0.1", { headers: { connection: "close" } })).toBe(false);
    expect(ask("127.0.0.1", { headers: { connection: "keep-alive" } })).toBe(true);
  });

  test.each([
    ["http://localhost:3000/metrics", true],
    ["http://[::1]:3000/metrics", true],
    ["http://127.evil.example/metrics", false],
    ["http://stats.example/metrics", false],
  ])("asked by the name of %s: %p", (url, isTaken) => {
    expect(ask("127.0.0.1", { url })).toBe(isTaken);
  });

  test("takes the token from anywhere, and no other", () => {
    const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
    const url = "https://stats.example/metrics";
    expect(ask("203.0.113.9", { url, ...bearer(metricsToken) })).toBe(true);
    expect(ask("203.0.113.9", { url, ...bearer(`${metricsToken}x`) })).toBe(false);
    expect(ask("203.0.113.9", { url, ...bearer("null"), token: null })).toBe(false);
    expect(ask("127.0.0.1", bearer("wrong"))).toBe(false);
  });
});
