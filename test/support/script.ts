import { readFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { assetPath } from "#src/lib/assets.ts";
import {
  fillTracker,
  type TrackerSettings,
  trackerVariantName,
  trackerVariants,
} from "#src/lib/tracker-variant.ts";

/** The script that a server at `origin` has for a site. */
function scriptOf(settings: TrackerSettings, key: string, origin: string): string {
  const file = assetPath(`tracker/${trackerVariantName(settings)}.js`);
  return fillTracker(readFileSync(file, "utf8"), key, origin);
}

/** How much a visitor loads of it. Units: bytes. */
export interface ScriptSize {
  raw: number;
  gzip: number;
  brotli: number;
}

/** The most that the script may weigh with everything on, after brotli. Units: bytes. */
export const budgetBytes = 1_100;

/** What the heaviest combination of settings weighs, with a server's address of usual length in it. */
export function sizeWithEverythingOn(): ScriptSize {
  const sizes = trackerVariants.map(sizeOf);
  return sizes.reduce((most, next) => (next.brotli > most.brotli ? next : most));
}

/** What a site's script weighs. */
export function sizeOf(settings: TrackerSettings): ScriptSize {
  return weigh(scriptOf(settings, "k3m9x0q2t7ab", "https://stats.example.com"));
}

/** Weighs a script as the server sends it. */
function weigh(script: string): ScriptSize {
  const plain = Buffer.from(script);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
  };
  return {
    raw: plain.length,
    gzip: gzipSync(plain, { level: 9 }).length,
    brotli: brotliCompressSync(plain, { params }).length,
  };
}
