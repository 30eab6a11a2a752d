import { describe, expect, test } from "bun:test";
import {
  changesPerson,
  isFiguresPage,
  isFresh,
  isPage,
  type KeptPage,
  standInFor,
  surplusOf,
} from "./kept-pages.ts";

const kept = (address: string, keptAtMs: number): KeptPage => ({ address, keptAtMs });

describe("isFiguresPage", () => {
  test.each(["/sites", "/sites/shop.example", "/sites/xn--caf-dma.example"])(
    "%s is one",
    (path) => {
      expect(isFiguresPage(path)).toBe(true);
      expect(isPage(path)).toBe(true);
    },
  );

  test.each([
    "/",
    "/sites/new",
    "/sites/shop.example/settings",
    "/sites/shop.example/install",
    "/sites/shop.example/lists/path",
    "/sites/shop.example/export/path.csv",
    "/sites/shop.example/live",
    "/admin/sites",
    "/account",
    "/sitesx",
  ])("%s is none", (path) => {
    expect(isFiguresPage(path)).toBe(false);
  });
});

describe("isPage", () => {
  test.each(["/", "/sites/shop.example/settings", "/admin/audit", "/docs/wordpress", "/sign-in"])(
    "%s is answered for when the network fails",
    (path) => expect(isPage(path)).toBe(true),
  );

  test.each([
    "/3kf9ah2mzqp1",
    "/3kf9ah2mzqp1.js",
    "/api/event",
    "/health",
    "/metrics",
    "/sites/shop.example/live",
    "/sites/shop.example/export/path.csv",
    "/sites/shop.example/raw/events.csv",
    "/admin/audit.csv",
    "/password/secret",
    "/setup/secret",
    "/unsubscribe/secret",
  ])("%s is left alone", (path) => expect(isPage(path)).toBe(false));
});

describe("changesPerson", () => {
  test.each([
    ["POST", "/sign-out"],
    ["POST", "/sign-in"],
    ["POST", "/sign-in/code"],
    ["GET", "/sign-in"],
    ["POST", "/password/secret"],
    ["POST", "/setup/secret"],
  ])("%s %s does", (method, path) => expect(changesPerson(method, path)).toBe(true));

  test.each([
    ["GET", "/"],
    ["GET", "/sign-out"],
    ["POST", "/account/theme"],
    ["GET", "/sites/sign-in"],
  ])("%s %s does not", (method, path) => expect(changesPerson(method, path)).toBe(false));
});

describe("isFresh", () => {
  test("a page is for five minutes", () => {
    expect(isFresh(kept("/sites", 1_000), 300_999)).toBe(true);
    expect(isFresh(kept("/sites", 1_000), 301_000)).toBe(false);
  });
});

describe("surplusOf", () => {
  test("the twenty newest are left", () => {
    const pages = Array.from({ length: 23 }, (_, at) => kept(`/sites/${at}`, at));
    expect(surplusOf(pages).map(({ address }) => address)).toEqual([
      "/sites/2",
      "/sites/1",
      "/sites/0",
    ]);
    expect(surplusOf(pages.slice(0, 20))).toEqual([]);
  });
});

describe("standInFor", () => {
  const pages = [
    kept("/sites/shop.example", 10),
    kept("/sites/shop.example?period=today", 30),
    kept("/sites/cafe.example", 40),
    kept("/sites", 20),
  ];
  const of = (asked: string) => standInFor(asked, pages)?.address ?? null;

  test("is the very page, though another one of the site is newer", () => {
    expect(of("/sites/shop.example")).toBe("/sites/shop.example");
  });

  test("is the newest of the site for other parameters", () => {
    expect(of("/sites/shop.example?period=7d")).toBe("/sites/shop.example?period=today");
  });

  test("is the last page seen for the start", () => {
    expect(of("/")).toBe("/sites/cafe.example");
    expect(of("/?source=app")).toBe("/sites/cafe.example");
  });

  test("is none of another site, and none for what holds no figures", () => {
    expect(of("/sites/other.example")).toBeNull();
    expect(of("/sites/shop.example/settings")).toBeNull();
    expect(of("/account")).toBeNull();
  });
});
