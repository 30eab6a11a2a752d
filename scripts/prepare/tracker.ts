import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { minify } from "terser";
import {
  fillTracker,
  type TrackerSettings,
  trackerPlaceholders,
  trackerVariantName,
  trackerVariants,
} from "#src/lib/tracker-variant.ts";
import { BuildError, root } from "./target.ts";

/**
 * Bundles the script once for each combination of a site's settings into `outDir`. The server puts
 * a site's key and address in and compresses the result once, never per request.
 */
export async function buildTracker(outDir: string): Promise<void> {
  const bundle = await bundleTracker(join(root, "tracker/script.ts"));
  for (const settings of trackerVariants) {
    const text = await shrink(bundle, settings);
    writeFileSync(join(outDir, `${trackerVariantName(settings)}.js`), text);
  }
}

/** One module of all files. Constants that are not given keep their names. */
export async function bundleTracker(
  entry: string,
  constants: Record<string, boolean> = {},
): Promise<string> {
  const { outputs } = await Bun.build({
    entrypoints: [entry],
    target: "browser",
    format: "esm",
    define: Object.fromEntries(Object.entries(constants).map(([name, of]) => [name, String(of)])),
  });
  const [bundle] = outputs;
  if (!bundle) throw new BuildError("The tracker gave no bundle.");
  return await bundle.text();
}

/** The values of the constants in `tracker/settings.ts`. */
export function trackerConstants(settings: TrackerSettings): Record<string, boolean> {
  return {
    HASH_MODE: settings.hashMode,
    RESPECT_DNT: settings.respectDnt,
    COUNT_TEST_TRAFFIC: settings.countTestTraffic,
    COUNT_LINKS: settings.countLinks,
    COUNT_FORMS: settings.countForms,
  };
}

/** Letters that a try leaves out when it names variables. The first leaves out none. */
const leftOut = ["", "e", "t", "a", "et", "ea", "ta", "ni", "ro", "eta", "nro", "etaniro"];

/**
 * The smallest script that terser makes of the bundle, which is 60 bytes less than the bundler's
 * own minifier makes it, of 1,150. With `let` for every `const` it joins declarations. How well the
 * rest compresses is a matter of luck, in which letter meets which word: up to ten bytes between
 * one naming and the next, so a few are tried.
 */
async function shrink(bundle: string, settings: TrackerSettings): Promise<string> {
  const shared = { module: true, ecma: 2020 } as const;
  const { code: short = "" } = await minify(bundle.replaceAll(/\bconst\b/g, "let"), {
    ...shared,
    mangle: false,
    compress: {
      passes: 3,
      unsafe_arrows: true,
      pure_getters: true,
      booleans_as_integers: true,
      global_defs: { ...trackerConstants(settings), ...trackerPlaceholders },
    },
  });
  // The script is a classic one, whose declarations would be globals of the page.
  if (!short.startsWith("window.tracker?.optOut||"))
    throw new BuildError(`The tracker is not the one expression that it has to be: ${short}`);
  const tries = await Promise.all(
    leftOut.map((letters) =>
      minify(short, { ...shared, compress: false, mangle: { reserved: [...letters] } }),
    ),
  );
  const weighed = tries.map(({ code = "" }) => ({ code, bytes: brotliBytes(code) }));
  return weighed.reduce((best, next) => (next.bytes < best.bytes ? next : best)).code;
}

function brotliBytes(code: string): number {
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  return brotliCompressSync(fillTracker(code, "k3m9x0q2t7ab", "https://stats.example.com"), {
    params,
  }).length;
}
