import { describe, expect, test } from "bun:test";
import { createRate } from "./rate.ts";

/** How many of `tries` requests go through. */
function count(take: (at: number) => boolean, tries: number): number {
  return Array.from({ length: tries }, (_, at) => take(at)).filter(Boolean).length;
}

describe("createRate", () => {
  test("lets an address send so many in ten seconds, and no more", () => {
    const take = createRate(30);
    expect(count(() => take("192.0.2.1", 5_000), 100)).toBe(30);
    expect(take("192.0.2.2", 5_000)).toBe(true);
  });

  test("slides: a burst at the end of a window counts in the next", () => {
    const take = createRate(30);
    expect(count(() => take("192.0.2.1", 9_999), 30)).toBe(30);
    expect(count(() => take("192.0.2.1", 10_001), 30)).toBe(1);
    // Half of the old window still reaches into the last ten seconds.
    expect(count(() => take("192.0.2.1", 15_000), 30)).toBe(14);
    expect(count(() => take("192.0.2.1", 40_000), 100)).toBe(30);
  });

  test("takes a /64 of IPv6 for one address, and IPv4 in IPv6 for what it is", () => {
    const take = createRate(10);
    expect(count((at) => take(`2001:db8:1:2::${at + 1}`, 0), 50)).toBe(10);
    expect(take("2001:db8:1:3::1", 0)).toBe(true);
    expect(count(() => take("192.0.2.1", 0), 50)).toBe(10);
    expect(take("::ffff:192.0.2.1", 0)).toBe(false);
  });

  test("does not let one busy address silence others", () => {
    const take = createRate(30);
    count(() => take("192.0.2.1", 0), 100);
    const others = Array.from({ length: 5_000 }, (_, at) => `198.51.${at >> 8}.${at & 255}`);
    expect(others.filter((ip) => take(ip, 0)).length).toBe(5_000);
  });

  test("takes nought for no limit", () => {
    const take = createRate(0);
    expect(count(() => take("192.0.2.1", 0), 1_000)).toBe(1_000);
  });
});
