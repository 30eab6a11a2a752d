import { chownSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { assetPath } from "#src/lib/assets.ts";
import type { Owner } from "./owner.ts";

const blockSize = 512;
const text = new TextDecoder();

/** Where the parts of the archive go; null leaves a part out. */
interface Destinations {
  runtime: string | null;
  cluster: { path: string; folders: string[]; owner: Owner | null } | null;
}

/**
 * Unpacks the programs and the new cluster that the build packed.
 * Units: 92 MB are in memory for about half a second. Read as views, because `Bun.Archive` copies
 * them all once more and keeps 110 MB from then on.
 */
export function unpackArchive({ runtime, cluster }: Destinations): void {
  const tar = Bun.zstdDecompressSync(readFileSync(assetPath("postgres.tar.zst")));
  // Whatever the operator's umask, PostgreSQL's user must be able to read its programs.
  const before = process.umask(0o022);
  try {
    for (const folder of cluster ? ["", ...cluster.folders] : [])
      if (cluster) own(makeFolder(join(cluster.path, folder), 0o700), cluster.owner);
    for (const { name, bytes } of readTar(tar)) {
      const [part, rest] = split(name);
      if (part === "runtime" && runtime) writeProgram(join(runtime, rest), bytes);
      if (part === "template" && cluster) {
        const path = join(cluster.path, rest);
        writeFileSync(path, bytes, { mode: 0o600 });
        own(path, cluster.owner);
      }
    }
  } finally {
    process.umask(before);
  }
}

function writeProgram(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes, { mode: path.endsWith("/bin/postgres") ? 0o755 : 0o644 });
}

function makeFolder(path: string, mode: number): string {
  mkdirSync(path, { mode });
  return path;
}

function own(path: string, owner: Owner | null): void {
  if (owner) chownSync(path, owner.uid, owner.gid);
}

function split(name: string): [part: string, rest: string] {
  const at = name.indexOf("/");
  return [name.slice(0, at), name.slice(at + 1)];
}

/** The plain files of a tar, as views of it. Source: POSIX.1-2001, pax, "ustar Interchange Format". */
function* readTar(tar: Uint8Array): Generator<{ name: string; bytes: Uint8Array }> {
  for (let at = 0; tar[at]; ) {
    const header = tar.subarray(at, at + blockSize);
    const name = text.decode(header.subarray(0, 100)).replace(/\0.*$/s, "");
    const size = Number.parseInt(text.decode(header.subarray(124, 136)), 8);
    at += blockSize;
    yield { name, bytes: tar.subarray(at, at + size) };
    at += Math.ceil(size / blockSize) * blockSize;
  }
}
