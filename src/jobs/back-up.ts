import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Deps } from "#src/auth/route.ts";
import { backupName, forgetDrafts, forgetOldBackups, listNightly } from "#src/db/backup/files.ts";
import { writeBackup } from "#src/db/backup/write.ts";

const dayMs = 86_400_000;
/** When a night's backup is due. Units: ms after midnight, UTC. */
const dueMs = (2 * 60 + 40) * 60_000;

/**
 * Puts a backup into `BACKUP_DIR` unless there is one since the last 02:40 UTC, and only then takes
 * away those that are more than are to be kept. With several servers on one folder the first does it.
 */
export async function backUpByNight({
  config: { backupDir, backupKeep },
  database,
  version,
  now,
}: Pick<Deps, "config" | "database" | "version" | "now">): Promise<void> {
  if (!backupDir) return;
  const at = now();
  const [newest] = listNightly(backupDir, at);
  if (newest && newest.at >= lastDue(at)) return;
  mkdirSync(backupDir, { recursive: true, mode: 0o700 });
  forgetDrafts(backupDir);
  const path = join(backupDir, backupName(at));
  await writeBackup({ sql: database.work, path, version, now: at, isUnhurried: true });
  forgetOldBackups(backupDir, backupKeep, at);
}

function lastDue(at: Date): Date {
  const since = (at.getTime() - dueMs) % dayMs;
  return new Date(at.getTime() - since);
}
