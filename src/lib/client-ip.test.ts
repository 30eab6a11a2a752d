import { describe, expect, test } from "bun:test";
import { clientIp, trustedRanges } from "./client-ip.ts";
import { StartupError } from "./errors.ts";

function ask(peer: string | null, forwarded: string | null, trusted: string[]): string {
  const request = new Request("http://stats.example/");
  if (forwarded !== null) request.headers.set("x-forwarded-for", forwarded);
  return clientIp(request, { requestIP: () => (peer ? { address: peer } : null) }, trusted);
}

describe("clientIp", () => {
  test("believes nothing but the peer without trusted proxies", () => {
    expect(ask("198.51.100.7", "203.0.113.9", [])).toBe("198.51.100.7");
  });

  test("does not believe a peer that is not trusted", () => {
    expect(ask("198.51.100.7", "203.0.113.9", ["10.0.0.0/8"])).toBe("198.51.100.7");
  });

  test("takes the right-most address that is not trusted, whatever stands left of it", () => {
    expect(ask("10.0.0.2", "1.1.1.1, 203.0.113.9, 10.1.2.3", ["10.0.0.0/8"])).toBe("203.0.113.9");
  });

  test("takes the left-most when all are trusted", () => {
    expect(ask("10.0.0.2", "10.0.0.9, 10.1.2.3", ["private"])).toBe("10.0.0.9");
  });

  test("takes the last proxy's word only up to what cannot be read", () => {
    expect(ask("127.0.0.1", "203.0.113.9, nonsense, 10.0.0.4", ["private"])).toBe("10.0.0.4");
    expect(ask("127.0.0.1", "unknown", ["loopback"])).toBe("127.0.0.1");
    expect(ask("127.0.0.1", null, ["loopback"])).toBe("127.0.0.1");
  });

  test("reads ports, brackets and IPv4 in IPv6", () => {
    expect(ask("::ffff:127.0.0.1", "203.0.113.9:4711", ["loopback"])).toBe("203.0.113.9");
    expect(ask("::1", "[2001:db8::5]:4711", ["loopback"])).toBe("2001:db8::5");
  });

  test("knows where Cloudflare connects from", () => {
    expect(ask("172.71.3.4", "203.0.113.9", ["cloudflare"])).toBe("203.0.113.9");
    expect(ask("2606:4700:10::1", "203.0.113.9", ["cloudflare"])).toBe("203.0.113.9");
    expect(ask("172.80.0.1", "203.0.113.9", ["cloudflare"])).toBe("172.80.0.1");
  });

  test("is empty when the server does not know its peer", () => {
    expect(ask(null, "203.0.113.9", ["private"])).toBe("");
  });
});

describe("trustedRanges", () => {
  test.each(["localhost", "10.0.0.0/33", "10.0.0/8", "::1/129", "::/0/0", "10.0.0.1/-1"])(
    "refuses %p by name",
    (entry) => {
      expect(() => trustedRanges([entry])).toThrow(StartupError);
      expect(() => trustedRanges([entry])).toThrow(entry);
    },
  );
});
