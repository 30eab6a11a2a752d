import { describe, expect, test } from "bun:test";
import { classifyAction, readPath } from "./action.ts";
import type { Message } from "./payload.ts";

const site = {
  domain: "shop.example",
  hostnames: ["cdn.shop.example"],
  includeSubdomains: false,
  countTestTraffic: false,
};

function classify(fields: Partial<Message>) {
  const message = { v: 1, t: "c", i: 0, k: 1, a: 0, u: "", q: "", r: "", e: 0, y: 0 } as const;
  return classifyAction({ ...message, ...fields }, site);
}

function click(url: string) {
  const action = classify({ p: { url } });
  return action && [action.kind, action.target];
}

describe("classifyAction", () => {
  test.each([
    ["tel:+33 4 00 00 00 00", ["tel", "tel:+33400000000"]],
    ["mailto:hello@shop.example", ["mailto", "mailto:hello@shop.example"]],
    ["https://forum.example/a/b?token=1#x", ["outbound", "https://forum.example/a/b"]],
    ["https://jane:pw@forum.example:8443/", ["outbound", "https://forum.example:8443/"]],
    ["https://forum.example/u/jane@mail.example", ["outbound", "https://forum.example/u/[email]"]],
    ["https://forum.example/file.pdf", ["outbound", "https://forum.example/file.pdf"]],
    ["https://shop.example/files/price%20list.PDF", ["download", "/files/price list.PDF"]],
    ["https://cdn.shop.example/a.zip", ["download", "/a.zip"]],
    ["https://www.shop.example/about", null],
    ["https://shop.example/page.html", null],
    ["https://shop.example/v1.25", null],
    // The script tells of no longer kind, as pages end in .shtml and .action too.
    ["https://cdn.shop.example/sums.numbers", null],
    ["javascript:alert(1)", null],
    ["data:text/html,x", null],
    ["nonsense", null],
    ["", null],
  ])("takes a click on %p as %j", (url, expected) => {
    expect(click(url)).toEqual(expected);
  });

  test("takes what a page marks for what it says", () => {
    const cta = { "data-track": "cta", label: "\n  Book\n now ", url: "https://shop.example/book" };
    expect(classify({ p: cta })).toEqual({
      kind: "cta",
      name: "Book now",
      target: "",
      props: '{"label":"Book now","url":"https://shop.example/book"}',
    });
    expect(classify({ p: { ...cta, "data-track-name": "booking" } })).toMatchObject({
      kind: "cta",
      name: "booking",
    });
  });

  test.each([
    [{ "data-track": "cta" }, "cta", "cta"],
    [{ "data-track": "event", label: "chat" }, "custom", "chat"],
    [{ "data-track": "event", "data-track-name": "open", label: "x" }, "custom", "open"],
    [{ "data-track": "menu", label: "Shop" }, "custom", "menu"],
    [{ "data-track": "" }, "custom", "event"],
  ])("takes %j for %s %s", (p, kind, name) => {
    expect(classify({ p })).toMatchObject({ kind: kind as "cta", name });
  });

  test("takes the properties of an element, and nothing else that it says", () => {
    const says = { "data-track-prop-plan": "pro", id: "x", name: "y", "data-track-x": "z" };
    const stored = [{ p: { "data-track": "buy", ...says } }, { t: "f" as const, p: says }].map(
      (fields) => classify(fields)?.props,
    );
    expect(stored).toEqual(['{"plan":"pro"}', '{"plan":"pro"}']);
  });

  test("takes forms, and never a field", () => {
    expect(classify({ t: "f", p: { id: "contact", password: "x" } })).toEqual({
      kind: "form",
      name: "contact",
      target: "",
      props: null,
    });
    const named = { "data-track-name": "newsletter", id: "mc-embedded-form", name: "form" };
    expect(classify({ t: "f", p: named })).toMatchObject({ name: "newsletter" });
    expect(classify({ t: "f", p: { name: "form" } })).toMatchObject({ name: "form" });
    expect(classify({ t: "f", p: {} })).toMatchObject({ name: "" });
  });

  test("takes a page that is none for an event too", () => {
    expect(classify({ t: "v", n: "404" })).toMatchObject({ kind: "custom", name: "404" });
  });

  test("takes the page's own events with their properties", () => {
    expect(classify({ t: "x", n: "signup", p: { plan: "pro" } })).toEqual({
      kind: "custom",
      name: "signup",
      target: "",
      props: '{"plan":"pro"}',
    });
    expect(classify({ t: "x", n: "jane@mail.example", p: {} })).toMatchObject({
      name: "[email]",
      props: null,
    });
  });

  test.each(["v", "b"] as const)("has nothing to say of %s", (t) => {
    expect(classify({ t })).toBeNull();
  });

  test("takes odd types for nothing", () => {
    expect(classify({ p: { url: 7 } as never })).toBeNull();
    const odd = { "data-track": "cta", label: ["x"] } as never;
    expect(classify({ p: odd })).toMatchObject({ name: "cta" });
  });
});

describe("readPath", () => {
  test.each([
    ["/caf%C3%A9", "/café"],
    ["/a%2Fb", "/a%2Fb"],
    ["/%ff", "/%ff"],
  ])("reads %s as %s", (pathname, path) => {
    expect(readPath({ pathname })).toBe(path);
  });
});
