import { copyFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { buildBinary } from "#scripts/build.ts";

const root = resolve(import.meta.dir, "../..");

let built: Promise<string> | undefined;

/**
 * The compiled program, built once a run from what the checkout holds now; with quick compression,
 * else the same as a release.
 */
function builtBinary(): Promise<string> {
  built ??= buildBinary({ outFile: join(root, "build/test/tracker-analytics"), level: 3 });
  return built;
}

/** Copies the program alone into a folder, as a person who has downloaded it. */
export async function installBinary(folder: string): Promise<string> {
  const path = join(folder, "tracker-analytics");
  copyFileSync(await builtBinary(), path);
  return path;
}
