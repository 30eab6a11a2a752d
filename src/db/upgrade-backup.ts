import { chownSync, mkdirSync, readdirSync, rmSync, statfsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { StartupError } from "#src/lib/errors.ts";
import { readVersion } from "#src/lib/version.ts";
import { backupName, listBackups } from "./backup/files.ts";
import { type Progress, type WrittenBackup, writeBackup } from "./backup/write.ts";
import { draftSuffix, spareBytes } from "./backup/write-file.ts";
import type { Sql } from "./client.ts";
import type { MigrationState } from "./migration-state.ts";

/** What stands in the name of a backup that was made before an upgrade, before its version. */
const mark = "upgrade-from-";
const keptMax = 3;
/** How much of its rows' size a backup may take: 800,000 views much like each other took 5 %. */
const backupShare = 0.25;

interface Input {
  sql: Sql;
  state: Pick<MigrationState, "version" | "last">;
  folder: string;
  now: Date;
  onProgress?: Progress;
}

/**
 * Writes what the database holds before an upgrade, named for the version that it is still of, and
 * keeps the files of the last three versions.
 * Errors: `StartupError` that says why not, and how to go on without.
 */
export async function backUpBeforeUpgrade(input: Input): Promise<WrittenBackup> {
  const { sql, state, folder, now, onProgress } = input;
  try {
    makeFolder(folder);
    forgetDrafts(folder);
    checkRoom(folder, await estimateBackup(sql));
    const note = mark + (state.version ?? state.last ?? "unknown");
    const path = join(folder, backupName(now, note));
    const written = await writeBackup({
      ...{ sql, path, now, version: readVersion() },
      ...(onProgress && { onProgress }),
    });
    giveLike(folder, path);
    forgetOthers(folder, { path, note });
    return written;
  } catch (error) {
    throw explain(error, folder);
  }
}

function makeFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!first) return;
  // Those on the way to it were made as well, and nobody else gets through one of root's.
  for (let made = folder; made.length >= first.length; made = dirname(made))
    giveLike(dirname(first), made);
}

/** What root makes, by a command, has to be the server's user's as well, who forgets it later. */
function giveLike(model: string, path: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(model);
  chownSync(path, uid, gid);
}

/** An upgrade that fails again and again must not push out what is of earlier versions. */
function forgetOthers(folder: string, made: { path: string; note: string }): void {
  const all = listBackups(folder).filter(({ name }) => name.includes(`-${mark}`));
  const [same, others] = [[], []] as [typeof all, typeof all];
  for (const backup of all)
    (backup.name === backupName(backup.at, made.note) ? same : others).push(backup);
  const old = [...same.filter(({ path }) => path !== made.path), ...others.slice(keptMax - 1)];
  for (const { path } of old) rmSync(path);
}

/** What an upgrade that was killed has left. */
function forgetDrafts(folder: string): void {
  for (const name of readdirSync(folder))
    if (name.includes(`-${mark}`) && name.endsWith(draftSuffix)) rmSync(join(folder, name));
}

/** How large a backup is going to be, at most. Units: bytes. */
export async function estimateBackup(sql: Sql): Promise<number> {
  const [row] = await sql<{ bytes: number }[]>`
    select coalesce(sum(pg_table_size(oid)), 0)::float8 as bytes
    from pg_class
    where relnamespace = current_schema()::regnamespace and relkind = 'r'
  `;
  return (row?.bytes ?? 0) * backupShare;
}

/** What is free on the disk of a folder. Units: bytes. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** A sentence that so many bytes, and some to spare, may not fit; null when they do. */
export function describeLack(
  folder: string,
  bytes: number,
  free = freeBytes(folder),
): string | null {
  if (free >= bytes + spareBytes) return null;
  const [has, needs] = [free, bytes + spareBytes].map((size) => Math.ceil(size / 1_000_000));
  return `The disk of ${folder} has ${has} MB free, and ${needs} MB may be needed.`;
}

/** Errors: `StartupError` when a backup of so many bytes may not fit. */
export function checkRoom(folder: string, bytes: number, free?: number): void {
  const lack = describeLack(folder, bytes, free);
  if (lack !== null) throw new StartupError(lack);
}

/** The upgrade is the operator's to decide on, with or without a way back. */
function explain(error: unknown, folder: string): unknown {
  const { code, syscall } = error as { code?: string; syscall?: string };
  const isOfDisk = syscall !== undefined && syscall !== "connect";
  if (!(error instanceof StartupError || isOfDisk)) return error;
  const why =
    error instanceof StartupError ? error.message : `${folder} cannot be used (${String(code)}).`;
  return new StartupError(
    `The database was not upgraded, as no backup could be made before: ${why} ` +
      "Make room, or go on without one by: tracker-analytics migrate --no-backup",
  );
}
