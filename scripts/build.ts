import { mkdirSync, rmSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { fetchPostgresPackages } from "./prepare/packages.ts";
import {
  BuildError,
  hostTarget,
  parseTarget,
  root,
  runScript,
  type Target,
  targets,
} from "./prepare/target.ts";
import { checkoutAssets, prepare } from "./prepare.ts";

interface BuildOptions {
  outFile: string;
  target?: Target;
  /** zstd level of the database's archive: 3 is quick, 19 is what a release has. */
  level?: number;
}

const releaseLevel = 19;

/** Compiles the server with everything it carries to one program; returns its path. */
export async function buildBinary(options: BuildOptions): Promise<string> {
  const { outFile, target = hostTarget(), level = releaseLevel } = options;
  const isCheckout = target === hostTarget() && level === 3;
  const assets = isCheckout ? checkoutAssets : join(root, "build/release", target, "assets");
  await prepare({ target, level, outDir: assets });
  mkdirSync(dirname(outFile), { recursive: true });
  const { success, logs } = await Bun.build({
    // A thread's file is not found by the bundler itself: see src/auth/hashing.ts.
    entrypoints: ["src/main.ts", "src/auth/hash-worker.ts"].map((path) => join(root, path)),
    compile: {
      target: `bun-${target}`,
      outfile: outFile,
      assets: [assets],
      autoloadDotenv: false,
      autoloadBunfig: false,
    },
    minify: true,
    sourcemap: "linked",
    // Bytecode without "esm" bakes in the path of the machine that it was built on.
    bytecode: true,
    format: "esm",
  });
  if (!success) throw new BuildError(`The server could not be compiled: ${logs.join("\n")}`);
  // The program carries its source maps itself.
  for (const name of [`${outFile}.map`, join(dirname(outFile), "hash-worker.js.map")])
    rmSync(name, { force: true });
  return outFile;
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      all: { type: "boolean" },
      target: { type: "string", default: hostTarget() },
      out: { type: "string", default: join(root, "dist/tracker-analytics") },
      level: { type: "string", default: String(releaseLevel) },
    },
  });
  const level = Number(values.level);
  const wanted = values.all ? targets : [parseTarget(values.target)];
  if (wanted.some((target) => target !== hostTarget())) fetchPostgresPackages();
  for (const target of wanted) {
    const path = values.all ? `${values.out}-${target}` : values.out;
    const outFile = await buildBinary({ outFile: resolve(path), target, level });
    const megabytes = (statSync(outFile).size / 1e6).toFixed(1);
    console.log(`${relative(root, outFile)}: ${megabytes} MB`);
  }
}

if (import.meta.main) await runScript(run);
