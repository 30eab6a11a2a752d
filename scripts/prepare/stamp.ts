import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { lockFile } from "#src/db/embedded/libc.ts";
import { BuildError, root } from "./target.ts";

const waitMaxMs = 300_000;

/** What each part was made from, so that a second run does nothing. */
export type Stamps = Record<string, string>;

/** Reads the stamps beside a folder of assets; none after a first checkout. */
export function readStamps(file: string): Stamps {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Stamps;
  } catch {
    // Missing or cut short: everything is made again.
    return {};
  }
}

export function writeStamps(file: string, stamps: Stamps): void {
  writeFileSync(file, JSON.stringify(stamps, null, 2));
}

/** A fingerprint of files and folders below the checkout, by name and content, and of `settings`. */
export function stampOf(inputs: string[], settings: unknown): string {
  const hash = new Bun.CryptoHasher("sha256").update(JSON.stringify(settings));
  for (const name of inputs.flatMap(listFiles))
    hash.update(`\0${name}\0`).update(readFileSync(join(root, name)));
  return hash.digest("hex").slice(0, 32);
}

/** The files below a folder, or the file itself; nothing when it does not exist. */
function listFiles(name: string): string[] {
  try {
    const entries = readdirSync(join(root, name), { withFileTypes: true, recursive: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
      .sort();
  } catch (error) {
    switch ((error as NodeJS.ErrnoException).code) {
      case "ENOTDIR":
        return [name];
      case "ENOENT":
        return [];
      default:
        throw error;
    }
  }
}

/** Lets one process at a time make assets; the others wait until it has finished. */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  const fd = openSync(file, "a");
  try {
    const deadline = performance.now() + waitMaxMs;
    while (!lockFile(fd, "exclusive")) {
      if (performance.now() > deadline)
        throw new BuildError(`Another process has been preparing ${dirname(file)} for 5 minutes.`);
      await Bun.sleep(50);
    }
    return await work();
  } finally {
    closeSync(fd);
  }
}
