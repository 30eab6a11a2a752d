import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** The engine of the fastest peers that come as one binary. Nobody but this bench needs it. */
const packageName = "@duckdb/node-api";
const version = "1.5.6-r.1";
/** Of the two cores of the machine that all our figures are of. */
const threads = 2;

const folder = resolve(import.meta.dir, "../../../build/bench/duckdb", version);

/** A DuckDB with a database in a file. */
export interface DuckDb {
  run(sql: string): Promise<void>;
  /** Shape: whole numbers of 64 bits are `bigint`. */
  read(sql: string): Promise<Record<string, unknown>[]>;
  close(): void;
}

/** What we use of the package, whose types are not there when ours are checked. */
interface Package {
  DuckDBInstance: {
    create(path: string, options: Record<string, string>): Promise<Instance>;
  };
}
interface Instance {
  connect(): Promise<Connection>;
  closeSync(): void;
}
interface Connection {
  run(sql: string): Promise<unknown>;
  runAndReadAll(sql: string): Promise<{ getRowObjectsJS(): Record<string, unknown>[] }>;
  closeSync(): void;
}

export async function openDuckDb(path: string): Promise<DuckDb> {
  install();
  const entry = join(folder, "node_modules", packageName, "lib/index.js");
  const { DuckDBInstance } = (await import(pathToFileURL(entry).href)) as Package;
  const instance = await DuckDBInstance.create(path, { threads: String(threads) });
  const connection = await instance.connect();
  return {
    run: async (sql) => {
      await connection.run(sql);
    },
    read: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJS(),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** It is no dependency of ours: who starts or tests this program shall not load 70 MB of rival. */
function install(): void {
  if (existsSync(join(folder, "node_modules", packageName))) return;
  console.log(`Installing ${packageName} ${version} into ${folder}, which git ignores …`);
  mkdirSync(folder, { recursive: true });
  const description = { private: true, dependencies: { [packageName]: version } };
  writeFileSync(join(folder, "package.json"), JSON.stringify(description));
  const { status } = spawnSync(process.execPath, ["install"], { cwd: folder, stdio: "inherit" });
  if (status !== 0) throw new Error(`${packageName} could not be installed`);
}
