import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { StartupError } from "#src/lib/errors.ts";
import { unpackArchive } from "./archive.ts";
import { moveInPlace, syncTree } from "./durable.ts";
import type { Bundle, Layout } from "./layout.ts";
import type { Owner } from "./owner.ts";
import { isAlive } from "./process.ts";

interface UnpackInput {
  layout: Layout;
  bundle: Bundle;
  owner: Owner | null;
}

/**
 * Makes sure that the programs and a cluster are there. Both are written beside their place,
 * brought to the disk, and only then renamed: a half one is never used.
 * Errors: those of the file system, for `explainFailure`; `StartupError` for a broken cluster.
 */
export function unpackMissing({ layout, bundle, owner }: UnpackInput): void {
  const { cluster, runtime, runtimeBase } = layout;
  removeLeftovers(runtimeBase);
  const clusterDraft = `${cluster}.new`;
  rmSync(clusterDraft, { recursive: true, force: true });
  const needsRuntime = !existsSync(runtime);
  const needsCluster = !existsSync(join(cluster, "PG_VERSION"));
  if (needsCluster && existsSync(cluster))
    throw new StartupError(`${cluster} exists but is not a database cluster: move it away.`);
  if (!needsRuntime && !needsCluster) return;

  const runtimeDraft = `${runtime}.tmp-${process.pid}`;
  try {
    mkdirSync(runtimeBase, { recursive: true });
    const { folders } = bundle;
    unpackArchive({
      runtime: needsRuntime ? runtimeDraft : null,
      cluster: needsCluster ? { path: clusterDraft, folders, owner } : null,
    });
    // The unpacked archive is garbage by now, but nothing would collect it in a server that is idle.
    Bun.gc(true);
    if (needsRuntime) placeRuntime(runtimeDraft, layout);
    if (needsCluster) {
      syncTree(clusterDraft);
      moveInPlace(clusterDraft, cluster);
    }
  } finally {
    rmSync(runtimeDraft, { recursive: true, force: true });
    rmSync(clusterDraft, { recursive: true, force: true });
  }
}

function placeRuntime(draft: string, layout: Layout): void {
  syncTree(draft);
  try {
    moveInPlace(draft, layout.runtime);
  } catch (error) {
    // A shared RUNTIME_DIR: another server may have put the same programs there meanwhile.
    if (!existsSync(layout.runtime)) throw error;
  }
  if (dirname(layout.runtimeBase) === layout.dataDir) removeReplaced(layout);
}

/**
 * Deletes older programs of the same major version. Those of another one stay: nothing else can
 * read a cluster of that version, should its data have to be carried over.
 */
function removeReplaced({ runtime, runtimeBase }: Layout): void {
  const majorOf = (name: string) => name.split(".")[0];
  const current = runtime.slice(runtimeBase.length + 1);
  for (const name of readdirSync(runtimeBase))
    if (name !== current && majorOf(name) === majorOf(current))
      rmSync(join(runtimeBase, name), { recursive: true, force: true });
}

/** What a start that was cut short has left; not what another server is writing right now. */
function removeLeftovers(runtimeBase: string): void {
  if (!existsSync(runtimeBase)) return;
  for (const name of readdirSync(runtimeBase)) {
    const [, pid] = /\.tmp-(\d+)$/.exec(name) ?? [];
    if (!pid || (Number(pid) !== process.pid && isAlive(Number(pid)))) continue;
    rmSync(join(runtimeBase, name), { recursive: true, force: true });
  }
}
