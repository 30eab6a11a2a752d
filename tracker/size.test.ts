import { describe, expect, test } from "bun:test";
import { statSync } from "node:fs";
import { assetPath } from "#src/lib/assets.ts";
import { trackerVariantName, trackerVariants } from "#src/lib/tracker-variant.ts";

const brotliMaxBytes = 1_100;

describe("the script", () => {
  test("weighs at most 1,100 bytes with everything on", () => {
    const sizes = trackerVariants.map((settings) => {
      const file = assetPath(`tracker/${trackerVariantName(settings)}.js`);
      const [raw = 0, gzip = 0, brotli = 0] = [file, `${file}.gz`, `${file}.br`].map(
        (name) => statSync(name).size,
      );
      return { raw, gzip, brotli };
    });
    const full = sizes.reduce((a, b) => (b.brotli > a.brotli ? b : a));
    console.log(`tracker, everything on: ${JSON.stringify(full)}`);
    expect(full.brotli).toBeLessThanOrEqual(brotliMaxBytes);
  });
});
