import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { collectFiles, type FileTree } from "./postgres-files.ts";
import { makeTemplate } from "./postgres-template.ts";
import { postgresPackage, type Target } from "./target.ts";

interface PostgresOptions {
  target: Target;
  /** zstd: 3 is quick, for a checkout; 19 makes a release 4 MB smaller and takes half a minute. */
  level: number;
  outDir: string;
}

/**
 * Packs the PostgreSQL of a target with a ready cluster into `postgres.tar.zst`, and writes to
 * `postgres.json` what the server has to know before it unpacks.
 */
export async function buildPostgres({ target, level, outDir }: PostgresOptions): Promise<void> {
  const packageDir = postgresPackage(target);
  const runtime = collectFiles(packageDir, target, false);
  const template = makeTemplate();
  const files: FileTree = {};
  for (const [name, bytes] of sorted(runtime)) files[`runtime/${name}`] = bytes;
  for (const [name, bytes] of sorted(template.files)) files[`template/${name}`] = bytes;
  const tar = await new Bun.Archive(files).bytes();
  writeFileSync(join(outDir, "postgres.tar.zst"), Bun.zstdCompressSync(tar, { level }));
  const version = readVersion(packageDir);
  const description = {
    version,
    runtime: `pg-${version}-${hashOf(runtime).slice(0, 12)}`,
    folders: template.folders,
  };
  writeFileSync(join(outDir, "postgres.json"), JSON.stringify(description));
}

/** Of names and contents only: the archive itself holds times. */
function hashOf(files: FileTree): string {
  const hash = new Bun.CryptoHasher("sha256");
  for (const [name, bytes] of sorted(files))
    hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  return hash.digest("hex");
}

function sorted(files: FileTree): [string, FileTree[string]][] {
  return Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
}

function readVersion(packageDir: string): string {
  const { version } = JSON.parse(readFileSync(join(packageDir, "package.json"), "utf8")) as {
    version: string;
  };
  return version;
}
