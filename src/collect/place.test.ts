import { describe, expect, test } from "bun:test";
import { StartupError } from "#src/lib/errors.ts";
import { openPlaces } from "./place.ts";

describe("openPlaces", () => {
  const { find, about } = openPlaces(null);

  test.each([
    ["193.51.208.13", "FR"],
    ["::ffff:193.51.208.13", "FR"],
    ["2001:660:3305::1", "FR"],
    ["127.0.0.1", ""],
    ["10.0.0.1", ""],
    ["fe80::1%eth0", ""],
    ["", ""],
    ["nonsense", ""],
  ])("finds %p in %p", (ip, country) => {
    expect(find(ip)).toEqual({ country, region: "", city: "" });
  });

  test("says how old the database is", () => {
    expect(about.name).not.toBe("");
    expect(about.builtAt.getTime()).toBeGreaterThan(Date.parse("2025-01-01"));
  });

  test("says which file it cannot read", () => {
    expect(() => openPlaces("/nowhere/geo.mmdb")).toThrow(StartupError);
    expect(() => openPlaces("/nowhere/geo.mmdb")).toThrow("/nowhere/geo.mmdb");
    expect(() => openPlaces(import.meta.path)).toThrow("is no MaxMind-format database");
  });
});
