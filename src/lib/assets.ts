import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * Where the build's files lie: inside the binary, or in `build/assets` of a checkout.
 * Shape: `web/` bundles, `public/` static files, `drizzle/` migrations, `geo-country.mmdb`,
 * `postgres.tar.zst` with `postgres.json`, `tracker/` scripts, `build.json` with the version.
 */
const assetDir = Bun.isStandaloneExecutable
  ? join(import.meta.dir, "assets")
  : resolve(import.meta.dir, "../../build/assets");

/** The path of one file of the build, given as it is named below `assetDir`. */
export function assetPath(name: string): string {
  return join(assetDir, name);
}

let hashes: Record<string, string> | undefined;

/**
 * The address of a bundle that our own pages load, with its content hash, so that it can be
 * cached for ever: `/assets/app.js?v=3f2a…`.
 * Errors: throws when the build holds no such bundle.
 */
export function assetUrl(name: string): string {
  hashes ??= JSON.parse(readFileSync(assetPath("web/manifest.json"), "utf8")) as Record<
    string,
    string
  >;
  const hash = hashes[name];
  if (!hash) throw new Error(`the build has no bundle ${name}`);
  return `/assets/${name}?v=${hash}`;
}
