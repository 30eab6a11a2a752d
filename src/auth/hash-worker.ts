import { scryptSync } from "node:crypto";
import { readlinkSync } from "node:fs";
import { setPriority } from "node:os";
import { parentPort } from "node:worker_threads";
import type { HashTask } from "./hashing.ts";

// A thread that hashes, and gives way to every other: a sign-in may take a moment longer, what is to
// be counted may not. Linux knows a priority for each thread; elsewhere it has everybody's.
const niceness = 19;
try {
  // As in `4711/task/4713`.
  const threadId = Number(readlinkSync("/proc/thread-self").split("/").pop());
  setPriority(threadId, niceness);
} catch {
  // Only the priority is missing, or may not be changed.
}

parentPort?.on("message", ({ password, salt, keyBytes, options }: HashTask) => {
  parentPort?.postMessage(new Uint8Array(scryptSync(password, salt, keyBytes, options)));
});
