import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * Where the build's files lie: inside the binary, or in `build/assets` of a checkout.
 * Shape: `web/` bundles, `flags/` one a country, `public/` static files, `drizzle/` migrations,
 * `help/` pages of the help, `geo-country.mmdb`, `world-map.json`, `postgres.tar.zst` with
 * `postgres.json`, `tracker/` scripts, `notices.txt` with licences, `build.json` with the version.
 */
const assetDir = Bun.isStandaloneExecutable
  ? join(import.meta.dir, "assets")
  : resolve(import.meta.dir, "../../build/assets");

/** The path of one file of the build, given as it is named below `assetDir`. */
export function assetPath(name: string): string {
  return join(assetDir, name);
}

const manifests = new Map<string, Record<string, string>>();

/** The content hash of each file in one of the folders that are served below `/assets/`. */
export function hashesOf(folder: "web" | "flags"): Record<string, string> {
  let hashes = manifests.get(folder);
  if (!hashes) {
    const text = readFileSync(assetPath(`${folder}/manifest.json`), "utf8");
    hashes = JSON.parse(text) as Record<string, string>;
    manifests.set(folder, hashes);
  }
  return hashes;
}

/**
 * The address of a bundle that our own pages load, with its content hash, so that it can be
 * cached for ever: `/assets/app.js?v=3f2a…`.
 * Errors: throws when the build holds no such bundle.
 */
export function assetUrl(name: string): string {
  const hash = hashesOf("web")[name];
  if (!hash) throw new Error(`the build has no bundle ${name}`);
  return `/assets/${name}?v=${hash}`;
}

/** The address of a country's flag by its two letters; null when there is none, as of `AN`. */
export function flagUrl(code: string): string | null {
  const name = `flag-${code.toLowerCase()}.svg`;
  const hashes = hashesOf("flags");
  return Object.hasOwn(hashes, name) ? `/assets/${name}?v=${hashes[name]}` : null;
}
