import { join, resolve } from "node:path";

/**
 * Where the build's files lie: inside the binary, or in `build/assets` of a checkout.
 * Shape: `web/` bundles, `public/` static files, `drizzle/` migrations, `geo-country.mmdb`,
 * `postgres.tar.zst` with `postgres.json`, `tracker/` scripts, `build.json` with the version.
 */
export const assetDir = Bun.isStandaloneExecutable
  ? join(import.meta.dir, "assets")
  : resolve(import.meta.dir, "../../build/assets");

/** The path of one file of the build, given as it is named below `assetDir`. */
export function assetPath(name: string): string {
  return join(assetDir, name);
}
