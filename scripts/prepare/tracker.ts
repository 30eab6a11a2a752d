import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import {
  type TrackerSettings,
  trackerVariantName,
  trackerVariants,
} from "#src/lib/tracker-variant.ts";
import { BuildError, root } from "./target.ts";

/**
 * Bundles the script once for each combination of a site's settings into `outDir`: plain, `.br`
 * and `.gz`. A site's key is not in it, since beacons go to the script's own address; so eight
 * files serve every site and nothing is ever compressed per request.
 */
export async function buildTracker(outDir: string): Promise<void> {
  for (const settings of trackerVariants) {
    const name = `${trackerVariantName(settings)}.js`;
    const { plain, brotli, gzip } = compressTracker(await bundleTracker(settings));
    writeFileSync(join(outDir, name), plain);
    writeFileSync(join(outDir, `${name}.br`), brotli);
    writeFileSync(join(outDir, `${name}.gz`), gzip);
  }
}

async function bundleTracker(settings: TrackerSettings): Promise<Uint8Array> {
  const { outputs } = await Bun.build({
    entrypoints: [join(root, "tracker/tracker.ts")],
    target: "browser",
    // Nothing of it may become a global of the page.
    format: "iife",
    minify: true,
    define: {
      HASH_MODE: String(settings.hashMode),
      RESPECT_DNT: String(settings.respectDnt),
      COUNT_TEST_TRAFFIC: String(settings.countTestTraffic),
    },
  });
  const [bundle] = outputs;
  if (!bundle) throw new BuildError("The tracker gave no bundle.");
  return new TextEncoder().encode((await bundle.text()).trim());
}

function compressTracker(plain: Uint8Array) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
  };
  return {
    plain,
    brotli: brotliCompressSync(plain, { params }),
    gzip: gzipSync(plain, { level: 9 }),
  };
}
