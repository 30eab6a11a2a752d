import { describe, expect, test } from "bun:test";
import {
  trackerVariantName,
  trackerVariants,
  usualTrackerSettings,
} from "#src/lib/tracker-variant.ts";
import { budgetBytes, sizeOf, sizeWithEverythingOn } from "#test/support/script.ts";

describe("the script", () => {
  test(`weighs at most ${budgetBytes} bytes with everything on`, () => {
    const size = sizeWithEverythingOn();
    expect(size.brotli).toBeLessThanOrEqual(budgetBytes);
    console.log(JSON.stringify(size));
  });

  test("carries only what the site uses", () => {
    const all = trackerVariants.map((settings) => ({
      name: trackerVariantName(settings),
      ...sizeOf(settings),
    }));
    for (const { name, brotli } of all) expect([name, brotli <= budgetBytes]).toEqual([name, true]);
    const usual = sizeOf(usualTrackerSettings).brotli;
    const without = sizeOf({ ...usualTrackerSettings, countLinks: false, countForms: false });
    expect(without.brotli).toBeLessThan(usual - 40);
    expect(usual).toBeLessThan(sizeWithEverythingOn().brotli);
  });
});
