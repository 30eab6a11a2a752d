import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./target.ts";

/** Flags drawn for small sizes, 700 bytes each, under the MIT licence. */
const flagPackage = "node_modules/country-flag-icons";

/** Copies the flag of each country, and `manifest.json` with a hash of each as `buildWeb` does. */
export function buildFlags(outDir: string): void {
  const source = join(root, flagPackage, "3x2");
  const hashes: Record<string, string> = {};
  for (const file of readdirSync(source)) {
    // Beside countries the package has some of their parts, such as GB-SCT.
    if (!/^[A-Z]{2}\.svg$/.test(file)) continue;
    const bytes = readFileSync(join(source, file));
    const name = `flag-${file.toLowerCase()}`;
    writeFileSync(join(outDir, name), bytes);
    hashes[name] = new Bun.CryptoHasher("sha256").update(bytes).digest("hex").slice(0, 16);
  }
  writeFileSync(join(outDir, "manifest.json"), JSON.stringify(hashes));
}
