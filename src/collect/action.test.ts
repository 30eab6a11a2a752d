import { describe, expect, test } from "bun:test";
import { classifyAction, readPath } from "./action.ts";
import type { Message } from "./payload.ts";

const site = { domain: "shop.example", hostnames: ["cdn.shop.example"], countTestTraffic: false };

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
    ["javascript:alert(1)", null],
    ["data:text/html,x", null],
    ["nonsense", null],
    ["", null],
  ])("takes a click on %p as %j", (url, expected) => {
    expect(click(url)).toEqual(expected);
  });

  test("takes what a page marks for what it says", () => {
    expect(
      classify({ n: "cta", p: { label: "Book now", url: "https://shop.example/book" } }),
    ).toEqual({
      kind: "cta",
      name: "Book now",
      target: "",
      props: '{"label":"Book now","url":"https://shop.example/book"}',
    });
    expect(classify({ n: "cta", p: {} })).toMatchObject({ kind: "cta", name: "cta" });
    expect(classify({ n: "event", p: { label: "chat" } })).toMatchObject({
      kind: "custom",
      name: "chat",
    });
    expect(classify({ n: "menu", p: { label: "Shop" } })).toMatchObject({
      kind: "custom",
      name: "menu",
    });
  });

  test("takes forms, and never a field", () => {
    expect(classify({ t: "f", n: "contact", p: { password: "x" } })).toEqual({
      kind: "form",
      name: "contact",
      target: "",
      props: null,
    });
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
    expect(classify({ n: "cta", p: { label: ["x"] } as never })).toMatchObject({ name: "cta" });
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
