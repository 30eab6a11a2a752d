import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { collectFiles, type FileTree } from "./postgres-files.ts";
import { BuildError, hostTarget, postgresPackage } from "./target.ts";

/** A new, stopped database cluster. Shape: `folders` are relative paths, parents first. */
export interface Template {
  files: FileTree;
  folders: string[];
}

const env = { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };
const nobody = 65534;

/**
 * Makes the cluster that every installation begins with, so that none of them has to run initdb,
 * which takes half a second and needs a shell and an entry in /etc/passwd. The layout of a cluster
 * is the same on all our targets, so this machine's initdb makes it for all of them.
 */
export function makeTemplate(): Template {
  const target = hostTarget();
  const work = mkdtempSync(join(tmpdir(), "tracker-template-"));
  try {
    chmodSync(work, 0o755);
    const runtime = join(work, "runtime");
    writeTree(runtime, collectFiles(postgresPackage(target), target, true));
    const cluster = join(work, "cluster");
    mkdirSync(cluster, { mode: 0o700 });
    if (process.geteuid?.() === 0) chownSync(cluster, nobody, nobody);
    initialise(join(runtime, "bin"), cluster);
    return readCluster(cluster);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function writeTree(folder: string, files: FileTree): void {
  for (const [name, bytes] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  chmodTree(folder);
}

/** A strict umask must not shut out the user that PostgreSQL runs as. */
function chmodTree(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) chmodTree(join(folder, entry.name));
    else chmodSync(join(folder, entry.name), 0o755);
}

function initialise(programs: string, cluster: string): void {
  run(join(programs, "initdb"), [
    ...["-D", cluster, "-U", "app", "-E", "UTF8", "--locale=C", "--locale-provider=builtin"],
    // No library of the system takes part in sorting, so no update of it can break an index.
    ...["--builtin-locale=C.UTF-8", "--auth-local=trust", "--auth-host=reject"],
    ...["--no-instructions", "--no-sync"],
  ]);
  // Renamed, not created: a database more would be 7 MB more to unpack.
  const rename = "alter database postgres rename to app\n";
  run(join(programs, "postgres"), ["--single", "-D", cluster, "-F", "template1"], rename);
}

function run(program: string, words: string[], input = ""): void {
  const ids = process.geteuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  const { status, error, stdout, stderr } = spawnSync(program, words, {
    ...ids,
    env,
    cwd: "/",
    input,
    encoding: "utf8",
  });
  if (status === 0 && !/ERROR|FATAL/.test(stderr)) return;
  const said = error?.message ?? `${stdout}${stderr}`.trim().split("\n").slice(-3).join(" ");
  throw new BuildError(`The database's template could not be made: ${said}`);
}

function readCluster(cluster: string): Template {
  const template: Template = { files: {}, folders: [] };
  for (const name of readdirSync(cluster, { recursive: true, encoding: "utf8" }).sort()) {
    const path = join(cluster, name);
    if (statSync(path).isDirectory()) template.folders.push(name);
    else template.files[name] = readFileSync(path);
  }
  return template;
}
