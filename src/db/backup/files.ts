import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { draftSuffix } from "./write-file.ts";

/** A whole backup in a folder. Units: bytes. */
export interface StoredBackup {
  name: string;
  path: string;
  /** When it was made, by its name. */
  at: Date;
  bytes: number;
}

const draft = new RegExp(`^tracker-\\d{4}-\\d\\d-\\d\\dT\\d{4}\\.tar\\.zst\\${draftSuffix}$`);
const pattern = /^tracker-(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)(?:-[\w.-]+)?\.tar\.zst$/;

/**
 * What a backup is called. Shape: `tracker-2026-11-27T0240.tar.zst`, by UTC; with a `note` such as
 * `before-0.2.0` behind the time it is not one of those that are made every night.
 */
export function backupName(at: Date, note?: string): string {
  const [date, hour, minute] = at.toISOString().split(/[T:]/);
  return `tracker-${date}T${hour}${minute}${note ? `-${note}` : ""}.tar.zst`;
}

/** The backups in a folder that are called so, the newest first; none where there is no folder. */
export function listBackups(folder: string): StoredBackup[] {
  return namesIn(folder)
    .flatMap((name) => {
      const [, date, hour, minute] = pattern.exec(name) ?? [];
      if (!date) return [];
      const path = join(folder, name);
      const at = new Date(`${date}T${hour}:${minute}:00Z`);
      return [{ name, path, at, bytes: statSync(path).size }];
    })
    .sort((a, b) => b.at.getTime() - a.at.getTime());
}

/**
 * Those of them that were made by night until now, the newest first. What a clock that was wrong has
 * dated ahead would else be the newest for years.
 */
export function listNightly(folder: string, now: Date): StoredBackup[] {
  return listBackups(folder).filter(({ name, at }) => name === backupName(at) && at <= now);
}

/** When the newest backup of any kind in a folder was made; null when there is none until now. */
export function newestBackupAt(folder: string, now: Date): Date | null {
  return listBackups(folder).find(({ at }) => at <= now)?.at ?? null;
}

/** Deletes the nightly backups but for the newest. */
export function forgetOldBackups(folder: string, keep: number, now: Date): void {
  for (const { path } of listNightly(folder, now).slice(Math.max(keep, 1))) rmSync(path);
}

/** Deletes what a nightly backup that was killed has left. */
export function forgetDrafts(folder: string): void {
  for (const name of namesIn(folder)) if (draft.test(name)) rmSync(join(folder, name));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
