import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { minify } from "terser";
import { BuildError, root } from "./target.ts";

const islands = ["app", "theme", "chart", "pwa"];
const styles = ["app", "admin", "pwa"];

/**
 * Bundles what our own pages load into `outDir`: each file plain, `.br` and `.gz`, and
 * `manifest.json` with a hash of each content for addresses that can be cached for ever.
 */
export async function buildWeb(outDir: string): Promise<void> {
  const hashes: Record<string, string> = {};
  const add = (name: string, bytes: Uint8Array) => {
    hashes[name] = write(outDir, name, bytes);
  };
  const addressOf = (name: string) => `/assets/${name}?v=${hashes[name]}`;
  for (const name of styles)
    add(`${name}.css`, compileStyles(join(root, "views/styles", `${name}.css`), outDir));
  for (const name of islands) add(`${name}.js`, await bundleScript(island(name)));
  add("sw.js", await bundleWorker(Object.keys(hashes).map(addressOf)));
  writeFileSync(join(outDir, "manifest.json"), JSON.stringify(hashes));
}

function island(name: string): string {
  return join(root, "views/islands", `${name}.ts`);
}

/** The service worker, which knows the addresses of all bundles of its build. */
export function bundleWorker(assets: readonly string[]): Promise<Uint8Array> {
  const SHELL_ASSETS = assets.join(" ");
  return bundleScript(island("service-worker"), {
    SHELL_ASSETS,
    SHELL_VERSION: hash(SHELL_ASSETS),
  });
}

/**
 * A classic script rather than a module: theme.js has to run before the first paint. Terser makes
 * 1.5 KB less by brotli of app.js, and 2 of chart.js, than the bundler's own minifier. `marks` are
 * names in the source that stand for what is only known here.
 */
async function bundleScript(
  entry: string,
  marks: Record<string, string> = {},
): Promise<Uint8Array> {
  const { outputs } = await Bun.build({
    entrypoints: [entry],
    target: "browser",
    format: "iife",
    define: Object.fromEntries(
      Object.entries(marks).map(([name, value]) => [name, JSON.stringify(value)]),
    ),
  });
  const [bundle] = outputs;
  if (!bundle) throw new BuildError(`${entry} gave no bundle.`);
  const { code = "" } = await minify(await bundle.text(), { ecma: 2020, compress: { passes: 2 } });
  return new TextEncoder().encode(code);
}

function compileStyles(entry: string, outDir: string): Uint8Array {
  const cli = join(root, "node_modules/@tailwindcss/cli/dist/index.mjs");
  const raw = join(outDir, "raw.css");
  const words = [cli, "--input", entry, "--output", raw, "--minify"];
  const { status, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new BuildError(`The style sheet could not be made: ${stderr.trim()}`);
  const bytes = readFileSync(raw);
  rmSync(raw);
  return bytes;
}

/** Writes a file in its three forms and returns the hash of its content. */
function write(outDir: string, name: string, bytes: Uint8Array): string {
  const path = join(outDir, name);
  const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  writeFileSync(path, bytes);
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  return hash(bytes);
}

function hash(content: Uint8Array | string): string {
  return new Bun.CryptoHasher("sha256").update(content).digest("hex").slice(0, 16);
}
