import { dlopen, ptr } from "bun:ffi";
import { chmodSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";

/** The first word of the command line that turns this program into the launcher. */
export const LAUNCH = "__launch-postgres";

/** How the launcher ends when it could not become PostgreSQL; its parent turns these to words. */
export const launchFailure = { wall: 71, identity: 72, orphaned: 73, program: 74 } as const;

/** What the launcher has to do, as JSON on its command line. */
export interface LaunchOrder {
  /** Whom to become; null stays who we are. */
  owner: { uid: number; gid: number } | null;
  /** The process whose death must stop PostgreSQL. */
  parent: number;
  /** A folder that the owner may not enter, with the data folder somewhere below it. */
  wall: { folder: string; dataDir: string } | null;
}

const stopSignal = 2; // SIGINT: PostgreSQL's fast shutdown.
const parentDeathSignal = 1; // PR_SET_PDEATHSIG
const newMounts = 0x20000; // CLONE_NEWNS
const privateTree = 0x40000 | 0x4000; // MS_PRIVATE | MS_REC
const bindTree = 0x1000 | 0x4000; // MS_BIND | MS_REC
const plainTmpfs = 0x2 | 0x4; // MS_NOSUID | MS_NODEV

/**
 * Runs in a fresh copy of our own program, on Linux only: leaves root, ties its life to the
 * parent's, and becomes the program it is given, under the same process id.
 * Shape: `argv` is the order as JSON, then the program and its words.
 */
export function launcherMain(argv: string[]): never {
  const [text = "", ...command] = argv;
  const { owner, parent, wall } = JSON.parse(text) as LaunchOrder;
  const libc = openLibc();
  // A session of its own: Ctrl-C in a terminal reaches only the server, which then stops PostgreSQL
  // in order.
  libc.setsid();
  if (wall && !passWall(libc, wall)) fail("wall", "making its data folder reachable");
  if (owner && !become(libc, owner)) fail("identity", `becoming user ${owner.uid}`);
  if (libc.geteuid() === 0) fail("identity", "leaving root");
  libc.umask(0o077);
  // After the change of user, because that clears it.
  libc.prctl(parentDeathSignal, stopSignal, 0, 0, 0);
  if (libc.getppid() !== parent) fail("orphaned", "finding its parent");
  const words = command.map(cString);
  const pointers = new BigUint64Array([...words.map((word) => BigInt(ptr(word))), 0n]);
  libc.execv(ptr(words[0] ?? cString("")), ptr(pointers));
  return fail("program", `executing ${command[0]}`);
}

function become(libc: Libc, { uid, gid }: { uid: number; gid: number }): boolean {
  const groups = new Uint32Array([gid]);
  return libc.setgroups(1, ptr(groups)) === 0 && libc.setgid(gid) === 0 && libc.setuid(uid) === 0;
}

/**
 * A data folder below a folder such as /root (0700) is out of reach for PostgreSQL, which refuses
 * to be root. In a view of the file system of its own, that folder is replaced by an empty one
 * with nothing but the way to the data folder: the same paths, and less to see than before.
 */
function passWall(libc: Libc, { folder, dataDir }: { folder: string; dataDir: string }): boolean {
  if (libc.unshare(newMounts) !== 0) return false;
  if (!mount(libc, { source: "none", target: "/", flags: privateTree })) return false;
  const fd = openSync(dataDir, "r");
  if (!mount(libc, { source: "tmpfs", target: folder, flags: plainTmpfs })) return false;
  mkdirSync(dataDir, { recursive: true });
  for (let at = dataDir; at !== dirname(folder); at = dirname(at)) chmodSync(at, 0o711);
  return mount(libc, { source: `/proc/self/fd/${fd}`, target: dataDir, flags: bindTree });
}

function mount(
  libc: Libc,
  { source, target, flags }: { source: string; target: string; flags: number },
): boolean {
  const [from, to, type] = [cString(source), cString(target), cString("tmpfs")];
  return libc.mount(ptr(from), ptr(to), ptr(type), flags, null) === 0;
}

type Libc = ReturnType<typeof openLibc>;

function openLibc() {
  return dlopen("libc.so.6", {
    setsid: { args: [], returns: "i32" },
    setgroups: { args: ["u64", "ptr"], returns: "i32" },
    setgid: { args: ["u32"], returns: "i32" },
    setuid: { args: ["u32"], returns: "i32" },
    geteuid: { args: [], returns: "u32" },
    getppid: { args: [], returns: "i32" },
    umask: { args: ["u32"], returns: "u32" },
    prctl: { args: ["i32", "u64", "u64", "u64", "u64"], returns: "i32" },
    unshare: { args: ["i32"], returns: "i32" },
    mount: { args: ["ptr", "ptr", "ptr", "u64", "ptr"], returns: "i32" },
    execv: { args: ["ptr", "ptr"], returns: "i32" },
  }).symbols;
}

function cString(text: string): Buffer {
  return Buffer.from(`${text}\0`);
}

function fail(why: keyof typeof launchFailure, doing: string): never {
  console.error(`the launcher of PostgreSQL failed at ${doing}`);
  process.exit(launchFailure[why]);
}
