import { describe, expect, test } from "bun:test";
import { inLanguage, keepLanguage } from "./language-link.ts";

describe("inLanguage", () => {
  test.each([
    ["/", "/?lang=fr"],
    ["/?lang=en", "/?lang=fr"],
    ["/sign-in?next=%2Fsites%3Fa%3D1", "/sign-in?next=%2Fsites%3Fa%3D1&lang=fr"],
    ["/docs?q=what?&lang=en", "/docs?q=what%3F&lang=fr"],
  ])("of %s is %s", (here, there) => expect(inLanguage(here, "fr")).toBe(there));
});

describe("keepLanguage", () => {
  test.each([
    ["/docs", "/", "/docs"],
    ["/docs", "/?lang=fr", "/docs?lang=fr"],
    ["/docs", "/?lang=xx", "/docs"],
    ["/docs", "/docs?q=what?&lang=fr", "/docs?lang=fr"],
    ["/sign-in?next=%2F", "/forgot-password?sent&lang=en", "/sign-in?next=%2F&lang=en"],
  ])("%s from %s is %s", (link, here, there) => expect(keepLanguage(link, here)).toBe(there));
});
