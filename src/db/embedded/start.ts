import { chmodSync, existsSync, mkdirSync, rmdirSync, rmSync, statSync } from "node:fs";
import { totalmem } from "node:os";
import { dirname, join } from "node:path";
import { StartupError } from "#src/lib/errors.ts";
import { putFile } from "./durable.ts";
import { explainFailure } from "./failure.ts";
import { clusterOf, type Layout, layoutOf, readBundle, socketPort } from "./layout.ts";
import { isDataDirLocked, lockDataDir } from "./lock.ts";
import {
  canPassWalls,
  chooseOwner,
  findWall,
  type Owner,
  runtimeWallError,
  wallError,
} from "./owner.ts";
import { readPidFile } from "./pid-file.ts";
import { endPredecessor } from "./predecessor.ts";
import { isPostmasterOf, processesIn } from "./process.ts";
import { accessRules, postgresConf } from "./settings.ts";
import { makeSocketDir, removeSocketDir, socketDirOf } from "./socket.ts";
import { type Supervisor, supervise } from "./supervisor.ts";
import { unpackMissing } from "./unpack.ts";

/** How to reach the embedded database, as postgres.js takes it; `host` is the socket's folder. */
export interface EmbeddedConnection {
  host: string;
  port: number;
  username: string;
  database: string;
}

/** The embedded PostgreSQL, running. */
export interface EmbeddedDatabase {
  connection: EmbeddedConnection;
  /** The process that all others of PostgreSQL descend from; null while it is being restarted. */
  pid(): number | null;
  /** All its processes, for tests that kill them; Linux only. */
  processes(): number[];
  /** Shuts down in order and gives the data folder back. */
  stop(): Promise<void>;
}

interface EmbeddedOptions {
  /** An absolute path; made when it does not exist. */
  dataDir: string;
  /** Where programs are unpacked to, when the data folder forbids execution. */
  runtimeDir: string | null;
  /** The user that PostgreSQL runs as when we are root: a name, or `uid:gid`. */
  databaseUser: string | null;
  log: (line: string) => void;
  /** Called when PostgreSQL has ended too often and is no longer restarted. */
  onGiveUp?: () => void;
}

const attachMaxMs = 10_000;

/**
 * Unpacks PostgreSQL if need be, starts it on the data folder and keeps it running. It dies with
 * this process, whatever that dies of.
 * Errors: `StartupError`, one sentence; a data folder that this start has made is gone again.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const { dataDir, runtimeDir, databaseUser } = options;
  const layout = layoutOf(dataDir, runtimeDir, readBundle());
  const undo: (() => void)[] = [];
  try {
    const owner = chooseOwner({ dataDir, cluster: layout.cluster, databaseUser });
    const created = mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    if (created) undo.push(() => removeCreated(layout, created));
    const lock = await lockDataDir(dataDir);
    undo.push(lock.release);
    const supervisor = await startLocked(options, layout, owner, created ?? dataDir);
    return {
      connection: connectTo(socketDirOf(dataDir)),
      pid: supervisor.pid,
      processes: () => processesIn(layout.cluster),
      stop: async () => {
        await supervisor.stop();
        removeSocketDir(dataDir);
        lock.release();
      },
    };
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw explainFailure(error, dataDir);
  }
}

async function startLocked(
  options: EmbeddedOptions,
  layout: Layout,
  owner: Owner | null,
  outermost: string,
): Promise<Supervisor> {
  const { dataDir, log, onGiveUp = () => {} } = options;
  const wall = owner ? openWay(options, owner, outermost) : null;
  await endPredecessor(layout, socketDirOf(dataDir), log);
  unpackMissing({ layout, bundle: readBundle(), owner });
  closeCluster(layout.cluster);
  const socketDir = makeSocketDir(dataDir, owner);
  writeSettings(layout, owner, socketDir);
  return await supervise({ layout, owner, wall, socketDir, log, onGiveUp });
}

/**
 * Lets PostgreSQL's user through our own folders, and finds the one of somebody else that it cannot
 * enter. Others may then pass too, but not list; what lies there has its own rights.
 */
function openWay({ dataDir, runtimeDir }: EmbeddedOptions, owner: Owner, outermost: string) {
  for (let at = dataDir; ; at = dirname(at)) {
    chmodSync(at, (statSync(at).mode & 0o777) | 0o011);
    if (at === outermost) break;
  }
  if (runtimeDir) {
    mkdirSync(runtimeDir, { recursive: true });
    const wall = findWall(join(runtimeDir, "bin"), owner);
    if (wall) throw runtimeWallError(wall, owner);
  }
  const wall = findWall(dataDir, owner);
  if (wall && !canPassWalls()) throw wallError(wall, owner);
  return wall;
}

/**
 * Takes from others the rights with which PostgreSQL refuses its folder: Kubernetes gives the group of
 * a volume the right to write all of it, whenever it is mounted.
 */
function closeCluster(cluster: string): void {
  if (statSync(cluster).mode & 0o027) chmodSync(cluster, 0o700);
}

function writeSettings({ cluster }: Layout, owner: Owner | null, socketDir: string): void {
  const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  const { platform } = process;
  const conf = postgresConf({ socketDir, port: socketPort, memory, platform });
  putFile(join(cluster, "postgresql.conf"), conf, owner);
  putFile(join(cluster, "pg_hba.conf"), accessRules, owner);
  const own = join(cluster, "user.conf");
  if (!existsSync(own)) putFile(own, "# Your own settings for PostgreSQL; they win.\n", owner);
}

/** Takes away what a first start that failed has made, and nothing else. */
function removeCreated({ dataDir, cluster, logFile }: Layout, outermost: string): void {
  const own = [
    cluster,
    logFile,
    ...["run", "runtime", "instance.lock"].map((n) => join(dataDir, n)),
  ];
  for (const path of own) rmSync(path, { recursive: true, force: true });
  try {
    for (let at = dataDir; ; at = dirname(at)) {
      rmdirSync(at);
      if (at === outermost) break;
    }
  } catch {
    // Somebody has put something there meanwhile; it stays.
  }
}

/**
 * How to reach the database of a server that runs on this data folder; null when none does.
 * Errors: `StartupError` when it runs but is not ready within ten seconds, or is another user's.
 */
export function attachEmbedded(dataDir: string): EmbeddedConnection | null {
  try {
    const deadline = performance.now() + attachMaxMs;
    while (isDataDirLocked(dataDir)) {
      const cluster = clusterOf(dataDir);
      const file = readPidFile(cluster);
      if (file?.isReady && isPostmasterOf(file.pid, cluster)) return connectTo(file.socketDir);
      if (performance.now() > deadline)
        throw new StartupError(`The server on ${dataDir} is not ready yet: try again later.`);
      Bun.sleepSync(50);
    }
    return null;
  } catch (error) {
    throw explainFailure(error, dataDir);
  }
}

function connectTo(host: string): EmbeddedConnection {
  return { host, port: socketPort, username: "app", database: "app" };
}
