import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { parsePayload } from "./payload.ts";

const view = { v: 1, t: "v", i: 0.5, k: 0, a: 0, u: "https://shop.example/", q: "", r: "", e: 0 };

function parse(fields: object) {
  return parsePayload(JSON.stringify({ ...view, ...fields }));
}

function why(fields: object): string | null {
  const payload = parse(fields);
  return payload.ok ? null : payload.why;
}

/** An object so many levels deep. */
function nest(depth: number): object {
  return depth <= 1 ? { a: 1 } : { a: nest(depth - 1) };
}

describe("parsePayload", () => {
  test("reads what the tracker sends", () => {
    expect(parse({ y: 40, k: 3, a: 5_000.7, n: "signup", t: "x", p: { plan: "pro" } })).toEqual({
      ok: true,
      message: {
        v: 1,
        t: "x",
        i: 0.5,
        k: 3,
        a: 5_000,
        u: "https://shop.example/",
        q: "",
        r: "",
        e: 0,
        y: 40,
        n: "signup",
        p: { plan: "pro" },
      },
    });
  });

  test("brings numbers into their bounds", () => {
    const payload = parsePayload(
      '{"v":1,"t":"b","i":1,"u":"https://a.example/","k":-1,"a":1e400,"e":-5,"y":4e9}',
    );
    expect(payload).toMatchObject({ ok: true, message: { k: 0, a: 0, e: 0, y: 100 } });
  });

  test.each([
    ["", "no body"],
    ["[]", "a list"],
    ["null", "nothing"],
    ['"v"', "a text"],
    ["{", "half an object"],
    ["[".repeat(16_000), "a deep list"],
  ])("refuses %.20p: %s", (body) => {
    expect(parsePayload(body)).toEqual({ ok: false, why: "malformed" });
  });

  test.each([
    [{ v: 0 }],
    [{ v: null }],
    [{ v: "1" }],
    [{ t: "z" }],
    [{ t: ["v"] }],
    [{ i: null }],
    [{ i: "0.5" }],
    [{ u: 7 }],
    [{ u: `https://a.example/${"x".repeat(2_048)}` }],
    [{ p: [] }],
    [{ p: nest(5) }],
    [{ p: Object.fromEntries(Array.from({ length: 33 }, (_, at) => [at, 1])) }],
    [{ t: "x", n: "" }],
  ])("refuses %j", (fields) => {
    expect(why(fields)).toBe("malformed");
  });

  test("takes properties up to their limits, and no larger", () => {
    expect(why({ t: "x", n: "a", p: nest(4) })).toBeNull();
    expect(why({ t: "x", n: "a", p: { a: "x".repeat(1_016) } })).toBeNull();
    expect(why({ t: "x", n: "a", p: { a: "é".repeat(509) } })).toBe("too_large");
  });

  test("takes the properties of an element up to the same limit", () => {
    const says = (length: number) => ({ "data-track-prop-a": "x".repeat(length), label: "Book" });
    expect(why({ t: "c", p: says(1_016) })).toBeNull();
    expect(why({ t: "c", p: says(1_017) })).toBe("too_large");
    expect(why({ t: "f", p: says(1_017) })).toBe("too_large");
  });

  test("takes what names no version for the first", () => {
    const payload = parsePayload('{"t":"v","i":1,"u":"https://a.example/"}');
    expect(payload).toMatchObject({ ok: true, message: { v: 1 } });
  });

  test("makes every text storable, in keys and depths as well", () => {
    const payload = parse({ t: "x", n: "a\u0000b", p: { "k\u0000": ["\ud83d", { x: "\u0000" }] } });
    expect(payload).toMatchObject({
      ok: true,
      message: { n: "ab", p: { k: ["\ufffd", { x: "" }] } },
    });
  });

  test("keeps __proto__ a plain key", () => {
    const payload = parsePayload(
      JSON.stringify({ ...view, t: "x", n: "a" }).replace(
        "}",
        ',"p":{"__proto__":{"polluted":1}}}',
      ),
    );
    expect(payload.ok && JSON.stringify(payload.message.p)).toBe('{"__proto__":{"polluted":1}}');
    expect("polluted" in {}).toBe(false);
  });

  test("reads a newer contract as far as it is understood", () => {
    expect(parse({ v: 2, t: "heartbeat", z: 1 })).toMatchObject({ ok: true, message: { t: "b" } });
  });

  test("answers whatever comes, and never with more than it was given", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.anything().map(toJson)), (body) => {
        const payload = parsePayload(body);
        return payload.ok ? JSON.stringify(payload.message).isWellFormed() : true;
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(..."vtikauqreynp"), fc.jsonValue()), (fields) => {
        const payload = parse(fields);
        return typeof payload.ok === "boolean";
      }),
      { numRuns: 300 },
    );
  });
});

function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return "";
  }
}
