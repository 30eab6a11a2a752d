import { describe, expect, test } from "bun:test";
import { createVariety } from "./variety.ts";

const day = "2026-11-20";

describe("createVariety", () => {
  test("keeps the first 500 event names of a site and day, and calls the rest (other)", () => {
    const keep = createVariety()(1, day);
    const names = Array.from({ length: 600 }, (_, at) => keep("event", `event ${at}`));
    expect(names.filter((name) => name === "(other)")).toHaveLength(100);
    expect(keep("event", "event 499")).toBe("event 499");
    expect(keep("event", "event 500")).toBe("(other)");
  });

  test("counts each site, day and kind for itself", () => {
    const keepKnown = createVariety();
    const fill = keepKnown(1, day);
    for (let at = 0; at < 50; at++) fill("property", `key ${at}`);
    expect(fill("property", "one more")).toBe("(other)");
    expect(fill("event", "one more")).toBe("one more");
    expect(keepKnown(2, day)("property", "one more")).toBe("one more");
    expect(keepKnown(1, "2026-11-21")("property", "one more")).toBe("one more");
  });

  test("takes 50,000 paths", () => {
    const keep = createVariety()(1, day);
    for (let at = 0; at < 50_000; at++) keep("path", `/page/${at}`);
    expect(keep("path", "/page/50000")).toBe("(other)");
    expect(keep("path", "/page/49999")).toBe("/page/49999");
  });

  test("forgets the oldest days when it remembers too much", () => {
    const keepKnown = createVariety(100);
    const fill = () => {
      const keep = keepKnown(1, day);
      for (let at = 0; at < 50; at++) keep("property", `key ${at}`);
      return keep("property", "one more");
    };
    expect(fill()).toBe("(other)");
    for (let site = 2; site < 10; site++) keepKnown(site, day)("path", `/${site}`);
    const other = keepKnown(20, day);
    for (let at = 0; at < 60; at++) other("path", `/${at}`);
    // The first site begins anew.
    expect(keepKnown(1, day)("property", "one more")).toBe("one more");
  });

  test("leaves the empty value alone", () => {
    expect(createVariety()(1, day)("path", "")).toBe("");
  });
});
