import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "#scripts/prepare/target.ts";

/** A package of bun.lock. Shape: `integrity` is `sha512-` and base64, as npm writes it. */
export interface LockedPackage {
  name: string;
  version: string;
  /** Where it is installed, below the checkout. */
  folder: string;
  integrity: string;
  dependencies: string[];
  /** Packages for the machines that it has a program for; one of them is installed. */
  optional: string[];
}

interface Entry {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  optionalPeers?: string[];
}

interface LockFile {
  workspaces: { "": Entry };
  packages: Record<string, [string, string, Entry, string]>;
}

/**
 * The packages of bun.lock, and the names that our own package.json asks for. A second version of
 * a package is found under the name of the one that asks for it: `chalk/ansi-styles`.
 */
export function readLockFile(): { packages: Map<string, LockedPackage>; wanted: string[] } {
  const lock = Bun.JSONC.parse(readFileSync(join(root, "bun.lock"), "utf8")) as LockFile;
  const packages = new Map<string, LockedPackage>();
  for (const [key, [id, , entry, integrity]] of Object.entries(lock.packages)) {
    const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = entry;
    const peers = Object.keys(peerDependencies).filter(
      (peer) => !entry.optionalPeers?.includes(peer),
    );
    packages.set(key, {
      name: id.slice(0, id.lastIndexOf("@")),
      version: id.slice(id.lastIndexOf("@") + 1),
      folder: ["", ...(key.match(/(?:@[^/]+\/)?[^/]+/g) ?? [])].join("/node_modules/").slice(1),
      integrity,
      dependencies: [...Object.keys(dependencies), ...peers].sort(),
      optional: Object.keys(optionalDependencies).sort(),
    });
  }
  const { dependencies = {}, optionalDependencies = {} } = lock.workspaces[""];
  return { packages, wanted: Object.keys({ ...dependencies, ...optionalDependencies }).sort() };
}

/** The packages of these names and everything that they ask for, in the order of their names. */
export function withDependencies(
  packages: ReadonlyMap<string, LockedPackage>,
  names: readonly string[],
): LockedPackage[] {
  const found = new Map<string, LockedPackage>();
  const queue = [...names];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const one = packages.get(name);
    if (!one || found.has(name)) continue;
    found.set(name, one);
    for (const next of [...one.dependencies, ...one.optional])
      queue.push(packages.has(`${name}/${next}`) ? `${name}/${next}` : next);
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
