import type { Gauges } from "#src/db/gauges.ts";
import type { Vitals } from "#src/db/vitals.ts";
import type { Disk } from "#src/lib/disk.ts";
import type { ServerFacts } from "./server-facts.ts";
import type { Settings } from "./settings.ts";

/** Everything that the checks judge by, gathered before any of them looks. */
export interface Facts {
  settings: Settings;
  now: Date;
  /** The version of whoever looks. */
  version: string;
  /** What the running server says of itself; null when none runs here. */
  server: ServerFacts | null;
  database: DatabaseState;
  /** How long a write takes to be safe on the disk of DATA_DIR. Units: ms; null when it cannot be tried. */
  syncMs: number | null;
  disks: FolderDisk[];
  reach: Reach | null;
  certificate: Certificate | null;
  /** When the newest backup in BACKUP_DIR was made; null without one. */
  backupAt: Date | null;
  machine: { memoryBytes: number };
}

/** A database that could be looked into. */
export interface OpenDatabase {
  kind: "open";
  version: string;
  bytes: number;
  vitals: Vitals;
  /** How far its clock is ahead of ours. Units: ms. */
  skewMs: number;
  gauges: Gauges;
  jobErrors: JobError[];
}

/** What became of the attempt to look into the database. */
export type DatabaseState =
  | OpenDatabase
  /** It answers, but its tables are not yet those of this version. */
  | { kind: "behind"; version: string; bytes: number; pending: number }
  /** There is none yet: no server has ever run on this data folder. */
  | { kind: "none" }
  /** The server has another one than whoever looks was told of. */
  | { kind: "unseen" }
  /** Shape: `why` is one sentence. */
  | { kind: "failed"; why: string };

/** The last words of a job that has failed. */
export interface JobError {
  name: string;
  error: string;
}

/** The disk that one of our folders is on. */
export interface FolderDisk {
  /** The setting that names the folder. */
  setting: "DATA_DIR" | "BACKUP_DIR" | "RUNTIME_DIR";
  disk: Disk;
}

/** What came back from PUBLIC_URL. */
export type Reach =
  | {
      kind: "answered";
      /** The database that it names; a server of ours whose database is slow names none. */
      instance: string | null;
      status: number;
      /** It speaks as the health of a server of ours does. */
      isHealth: boolean;
      skewMs: number | null;
    }
  | { kind: "failed"; why: string };

/** The certificate that PUBLIC_URL is served with. */
export type Certificate =
  | { kind: "valid"; until: Date }
  | { kind: "invalid"; why: string; until: Date | null }
  | { kind: "unread"; why: string };
