import { accessSync, constants, readFileSync, type Stats, statSync } from "node:fs";
import { dirname } from "node:path";
import { StartupError } from "#src/lib/errors.ts";

/** The system user that PostgreSQL runs as, when that is not the user that we are. */
export interface Owner {
  uid: number;
  gid: number;
}

const nobody: Owner = { uid: 65534, gid: 65534 };
// CAP_CHOWN, CAP_SETGID, CAP_SETUID and CAP_SYS_ADMIN, by their bits.
const neededCapabilities = [0, 6, 7];
const mountCapability = 21;

interface OwnerInput {
  dataDir: string;
  cluster: string;
  databaseUser: string | null;
}

/**
 * Decides whom PostgreSQL runs as: null is the user that we are; root, which PostgreSQL refuses,
 * lends it another one. A cluster keeps the owner that it has.
 * Errors: `StartupError` when files belong to somebody else or root lacks the rights.
 */
export function chooseOwner({ dataDir, cluster, databaseUser }: OwnerInput): Owner | null {
  const uid = process.geteuid?.() ?? 0;
  if (uid !== 0) {
    // In this order: a folder of somebody else may not even be looked into. It may be root's and
    // ours to write, as a volume of Kubernetes is by its group; PostgreSQL minds its own alone.
    if (!mayWrite(dataDir)) refuseForeign(dataDir, uid);
    refuseForeign(cluster, uid);
    return null;
  }
  if (!neededCapabilities.every(hasCapability))
    throw new StartupError(
      "The server was started as root without the right to change users and owners of files " +
        "(CAP_CHOWN, CAP_SETUID, CAP_SETGID): start it as an ordinary user instead.",
    );
  const existing = statOf(cluster);
  if (existing) return refuseRoot(existing, cluster);
  if (databaseUser !== null) return parseUser(databaseUser);
  const folder = statOf(dataDir);
  if (folder && folder.uid !== 0) return { uid: folder.uid, gid: folder.gid };
  return findUser("nobody") ?? nobody;
}

/**
 * The outermost folder above `path` that the owner may not enter; null when the way is free.
 */
export function findWall(path: string, owner: Owner): string | null {
  const parent = dirname(path);
  if (parent === path) return null;
  return findWall(parent, owner) ?? (mayEnter(statSync(parent), owner) ? null : parent);
}

/** Whether this process can give PostgreSQL its own view of the file system, past a wall. */
export function canPassWalls(): boolean {
  return process.platform === "linux" && hasCapability(mountCapability);
}

/** What to do about a data folder that cannot be reached, in a sentence. */
export function wallError(wall: string, owner: Owner): StartupError {
  return new StartupError(
    `${describeWall(wall, owner)}: use a data folder outside it (--data-dir ` +
      "/var/lib/tracker-analytics), or start the server as an ordinary user.",
  );
}

/** The same for the folder of the programs. */
export function runtimeWallError(wall: string, owner: Owner): StartupError {
  return new StartupError(`${describeWall(wall, owner)}: set RUNTIME_DIR to a folder outside it.`);
}

function describeWall(wall: string, { uid }: Owner): string {
  return `Started by root, PostgreSQL runs as user ${uid}, which cannot enter ${wall}`;
}

function mayEnter({ uid, gid, mode }: Stats, owner: Owner): boolean {
  if (uid === owner.uid) return (mode & 0o100) !== 0;
  if (gid === owner.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function refuseForeign(path: string, uid: number): void {
  const stats = statOf(path);
  if (!stats || stats.uid === uid) return;
  throw new StartupError(
    `${path} belongs to user ${stats.uid}, but the server runs as user ${uid}: start it as that ` +
      `user, or give the data folder to this one (chown -R ${uid} …).`,
  );
}

function refuseRoot({ uid, gid }: Stats, cluster: string): Owner {
  if (uid !== 0) return { uid, gid };
  throw new StartupError(
    `PostgreSQL cannot run as root, but ${cluster} belongs to root: give it to an ordinary user ` +
      "(chown -R nobody …).",
  );
}

/** A name of /etc/passwd, or `uid:gid`. */
function parseUser(text: string): Owner {
  const [, uid, gid] = /^(\d+):(\d+)$/.exec(text) ?? [];
  const owner = uid ? { uid: Number(uid), gid: Number(gid) } : findUser(text);
  if (owner && owner.uid !== 0) return owner;
  const why = owner ? "is root, which PostgreSQL refuses" : "does not exist on this machine";
  throw new StartupError(`DATABASE_USER: the user ${text} ${why}.`);
}

function findUser(name: string): Owner | null {
  let text = "";
  try {
    text = readFileSync("/etc/passwd", "utf8");
  } catch {
    // The smallest container images have none.
  }
  for (const line of text.split("\n")) {
    const [entry, , uid, gid] = line.split(":");
    if (entry === name) return { uid: Number(uid), gid: Number(gid) };
  }
  return null;
}

function hasCapability(bit: number): boolean {
  if (process.platform !== "linux") return true;
  const [, mask = "0"] =
    /^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
  return ((BigInt(`0x${mask}`) >> BigInt(bit)) & 1n) === 1n;
}
