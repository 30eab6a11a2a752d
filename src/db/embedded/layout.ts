import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assetPath } from "#src/lib/assets.ts";

/** What the archive of PostgreSQL holds, from `postgres.json`. */
export interface Bundle {
  version: string;
  /** The name of the folder it is unpacked to: version and hash of the contents. */
  runtime: string;
  /** Folders of the new cluster, parents first. */
  folders: string[];
}

/** Where everything of one embedded database lies. */
export interface Layout {
  dataDir: string;
  cluster: string;
  runtimeBase: string;
  runtime: string;
  logFile: string;
}

/** The only port number that is used: it is part of the socket's name, nothing listens on TCP. */
export const socketPort = 5432;

/** Reads what the archive of this build holds. */
export function readBundle(): Bundle {
  return JSON.parse(readFileSync(assetPath("postgres.json"), "utf8")) as Bundle;
}

/** The paths of a data folder. Shape: `runtimeDir` null unpacks the programs into it too. */
export function layoutOf(dataDir: string, runtimeDir: string | null, bundle: Bundle): Layout {
  const runtimeBase = runtimeDir ?? join(dataDir, "runtime");
  return {
    dataDir,
    cluster: clusterOf(dataDir),
    runtimeBase,
    runtime: join(runtimeBase, bundle.runtime),
    logFile: join(dataDir, "postgres.log"),
  };
}

/** The database cluster of a data folder, named for the major version that can read it. */
export function clusterOf(dataDir: string): string {
  return join(dataDir, "pg18");
}
