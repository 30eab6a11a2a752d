import { readFileSync } from "node:fs";
import { commandLine } from "./process.ts";

const checkMs = 2_000;
/** After a crash it ends its processes within five seconds and begins to recover. */
const stallMs = 10_000;
/** Whoever serves has the first of them, whoever recovers the second. */
const atWork = /^postgres: (walwriter|startup)/;

/** Whether a postmaster with these children, by their titles, serves or is about to. */
export function isAtWork(titles: readonly string[]): boolean {
  return titles.some((title) => atWork.test(title));
}

/**
 * Calls `onStall` when a postmaster has neither served nor recovered for ten seconds; returns what
 * ends the watch. PostgreSQL 18 gets there when its disk is full: a recovery that fails at once can
 * end before the postmaster has read that it began. Then it waits for ever for one that is over, and
 * tells everybody that it is not yet accepting connections.
 * Linux only; elsewhere nothing is seen.
 */
export function watchForStall(postmaster: number, onStall: () => void): () => void {
  let since: number | null = null;
  const timer = setInterval(() => {
    const titles = titlesOfChildren(postmaster);
    const now = performance.now();
    since = titles === null || isAtWork(titles) ? null : (since ?? now);
    if (since === null || now - since < stallMs) return;
    since = now;
    onStall();
  }, checkMs).unref();
  return () => clearInterval(timer);
}

function titlesOfChildren(pid: number): string[] | null {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
    return children.trim().split(" ").filter(Boolean).map(Number).map(commandLine);
  } catch {
    // It has ended, or this system does not tell.
    return null;
  }
}
