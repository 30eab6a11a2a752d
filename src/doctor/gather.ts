import { totalmem } from "node:os";
import { newestBackupAt } from "#src/db/backup/files.ts";
import { readDisk } from "#src/lib/disk.ts";
import { readCertificate } from "./certificate.ts";
import type { DatabaseState, Facts, FolderDisk } from "./facts.ts";
import { reachPublicUrl } from "./reach.ts";
import type { ServerFacts } from "./server-facts.ts";
import type { Settings } from "./settings.ts";
import { timeSync } from "./sync.ts";

interface Given {
  settings: Settings;
  now: () => Date;
  version: string;
  server: ServerFacts | null;
  /** Looks into the database; it is asked while the rest is gathered. */
  lookIntoDatabase: () => Promise<DatabaseState>;
  /** How long what is elsewhere may take to answer. Units: milliseconds. */
  patienceMs: number;
}

/** Gathers everything that the checks judge by. What cannot be found out is a fact as well. */
export async function gatherFacts(given: Given): Promise<Facts> {
  const { settings, now, version, server, lookIntoDatabase, patienceMs } = given;
  const { publicUrl, backupDir, dataDir } = settings;
  const [database, disks, reach, certificate, syncMs] = await Promise.all([
    lookIntoDatabase(),
    readDisks(settings),
    publicUrl ? reachPublicUrl(publicUrl, { now, patienceMs }) : null,
    publicUrl ? readCertificate(publicUrl, patienceMs) : null,
    timeSync(dataDir),
  ]);
  return {
    ...{ settings, now: now(), version, server, database, disks, reach, certificate, syncMs },
    backupAt: backupDir ? newestBackupAt(backupDir, now()) : null,
    machine: { memoryBytes: memoryOf() },
  };
}

async function readDisks({ dataDir, backupDir, runtimeDir }: Settings): Promise<FolderDisk[]> {
  const folders = { DATA_DIR: dataDir, BACKUP_DIR: backupDir, RUNTIME_DIR: runtimeDir } as const;
  const settings = Object.keys(folders) as (keyof typeof folders)[];
  const read = settings.map(async (setting) => {
    const folder = folders[setting];
    return folder === null ? [] : [{ setting, disk: await readDisk(folder) }];
  });
  return (await Promise.all(read)).flat();
}

/** What the machine has, or what a container may take of it. */
function memoryOf(): number {
  const allowed = process.constrainedMemory();
  return Math.min(totalmem(), allowed > 0 ? allowed : Number.POSITIVE_INFINITY);
}
