import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { usualTrackerSettings } from "#src/lib/tracker-variant.ts";
import { BuildError, root } from "./prepare/target.ts";
import { bundleTracker, trackerConstants } from "./prepare/tracker.ts";

/** Builds the npm package of the tracker into a folder: an ES module, its types, and what npm asks for. */
export async function buildPackage(outDir: string): Promise<void> {
  rmSync(outDir, { recursive: true, force: true });
  mkdirSync(outDir, { recursive: true });
  const bundle = await bundleTracker(
    join(root, "tracker/package.ts"),
    trackerConstants(usualTrackerSettings),
  );
  writeFileSync(join(outDir, "index.js"), bundle);
  writeFileSync(join(outDir, "index.d.ts"), declare());
  writeFileSync(join(outDir, "package.json"), `${JSON.stringify(describe(), null, 2)}\n`);
  copyFileSync(join(root, "tracker/README.md"), join(outDir, "README.md"));
  copyFileSync(join(root, "LICENSE"), join(outDir, "LICENSE"));
}

/** The types of what the package exports, as the compiler reads them from the source. */
function declare(): string {
  const work = join(root, "build/package-types");
  const words = ["--ignoreConfig", "--declaration", "--emitDeclarationOnly", "--outDir", work];
  const kind = ["--target", "esnext", "--module", "preserve", "--lib", "esnext,dom,dom.iterable"];
  const rest = ["--allowImportingTsExtensions", "--strict", "--types", ""];
  const compiler = join(root, "node_modules/.bin/tsc");
  const entry = join(root, "tracker/package.ts");
  const { status, stdout } = spawnSync(compiler, [...words, ...kind, ...rest, entry], {
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0) throw new BuildError(`The types could not be made:\n${stdout}`);
  const types = readFileSync(join(work, "package.d.ts"), "utf8");
  rmSync(work, { recursive: true });
  if (/^import /m.test(types)) throw new BuildError("The types must stand alone.");
  return types;
}

function describe(): object {
  const { name, version, license } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  ) as Record<string, string>;
  return {
    name,
    version,
    description: "Counts the visits of a website for Tracker Analytics, without cookies",
    license,
    type: "module",
    sideEffects: false,
    exports: { ".": { types: "./index.d.ts", default: "./index.js" } },
    types: "./index.d.ts",
    files: ["index.js", "index.d.ts"],
    keywords: ["analytics", "privacy", "cookieless", "tracker"],
  };
}

if (import.meta.main) {
  const outDir = join(root, "dist/npm");
  await buildPackage(outDir);
  console.log(outDir);
}
