import { dlopen } from "bun:ffi";
import { closeSync, openSync } from "node:fs";

const isLinux = process.platform === "linux";

/** The C library's file, as the loader knows it. */
const libcName = isLinux ? "libc.so.6" : "libSystem.B.dylib";

const exclusive = 2;
const shared = 1;
const nonBlocking = 4;

let calls: ReturnType<typeof openCalls> | undefined;
let syncCalls: ReturnType<typeof openSyncCalls> | undefined;

function openCalls() {
  return dlopen(libcName, { flock: { args: ["i32", "i32"], returns: "i32" } }).symbols;
}

function openSyncCalls() {
  return dlopen(libcName, { syncfs: { args: ["i32"], returns: "i32" } }).symbols;
}

/**
 * Takes the kernel's lock on an open file without waiting; false when another process has it.
 * The kernel gives it back when the file is closed, and so on any death of the process.
 */
export function lockFile(fd: number, kind: "exclusive" | "shared"): boolean {
  calls ??= openCalls();
  return calls.flock(fd, (kind === "exclusive" ? exclusive : shared) | nonBlocking) === 0;
}

/**
 * Brings everything written below the file system of `folder` to the disk with one call; false
 * when this system cannot. Measured for 1,750 files: 60 ms, against 330 ms for each file alone.
 */
export function syncFileSystem(folder: string): boolean {
  if (!isLinux) return false;
  syncCalls ??= openSyncCalls();
  const fd = openSync(folder, "r");
  try {
    return syncCalls.syncfs(fd) === 0;
  } finally {
    closeSync(fd);
  }
}
