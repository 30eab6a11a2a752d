import { describe, expect, test } from "bun:test";
import { eventId, viewId, visitorKey } from "./visitor.ts";

const marks = {
  salt: new Uint8Array(32).fill(7),
  siteId: 1,
  ip: "192.0.2.1",
  userAgent: "Mozilla/5.0",
};

describe("visitorKey", () => {
  test("is the same for the same marks, in whatever form the address comes", () => {
    expect(visitorKey(marks)).toBe(visitorKey({ ...marks, ip: "::ffff:192.0.2.1" }));
    expect(visitorKey({ ...marks, ip: "2001:db8::1" })).toBe(
      visitorKey({ ...marks, ip: "2001:0DB8:0::1" }),
    );
  });

  test.each([
    [{ salt: new Uint8Array(32).fill(8) }],
    [{ siteId: 2 }],
    [{ ip: "192.0.2.2" }],
    [{ userAgent: "Mozilla/5.1" }],
  ])("changes with every one of them", (change) => {
    expect(visitorKey({ ...marks, ...change })).not.toBe(visitorKey(marks));
  });

  test("is a signed number of 64 bits", () => {
    const keys = Array.from({ length: 64 }, (_, at) => visitorKey({ ...marks, siteId: at }));
    expect(keys.every((key) => BigInt.asIntN(64, BigInt(key)).toString() === key)).toBe(true);
    expect(keys.some((key) => key.startsWith("-"))).toBe(true);
    expect(new Set(keys).size).toBe(64);
  });
});

describe("viewId and eventId", () => {
  test("are the same for ever", () => {
    expect(viewId(0.123456789)).toBe("5030651214527896208");
    expect(eventId(0.123456789, 2)).toBe("-2818828074505347825");
  });

  test("tell views, events and messages apart", () => {
    expect(new Set([viewId(0.5), eventId(0.5, 0), eventId(0.5, 1), viewId(0.25)]).size).toBe(4);
  });
});
