import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { boundLog } from "./log-file.ts";
import { countStart, hasRoom, pauseAfter } from "./patience.ts";
import { isOver, type Post, startPostmaster } from "./postmaster.ts";
import { endPredecessor } from "./predecessor.ts";
import { watchForStall } from "./stall.ts";

// After this time a new end is a new story, and the pauses begin small again.
const healthyMs = 60_000;
const fastStopMs = 25_000;
const quitMs = 3_000;
const logCheckMs = 3_600_000;

interface SupervisorInput extends Post {
  socketDir: string;
  log: (line: string) => void;
  onGiveUp: () => void;
}

/** A PostgreSQL that is kept running until it is stopped. */
export interface Supervisor {
  pid(): number | null;
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL and starts it again whenever it ends unasked, with growing pauses.
 * Errors: `StartupError` of the first start; later ones are logged and tried again.
 */
export async function supervise(input: SupervisorInput): Promise<Supervisor> {
  const { layout, socketDir, log } = input;
  const halt = new AbortController();
  let child: ChildProcess | null = await startPostmaster(input, halt.signal);
  let failures = 0;
  let restarting: Promise<void> = Promise.resolve();
  const logTimer = setInterval(() => boundLog(layout.logFile), logCheckMs).unref();
  watch(child);

  function watch(watched: ChildProcess): void {
    const startedMs = performance.now();
    const endWatch = watchForStall(watched.pid ?? 0, () => {
      if (halt.signal.aborted) return;
      log("PostgreSQL neither serves nor recovers and is ended");
      endStalled(watched);
    });
    const onExit = (code: number | null, signal: NodeJS.Signals | null) => {
      endWatch();
      child = null;
      if (halt.signal.aborted) return;
      if (performance.now() - startedMs > healthyMs) failures = 0;
      log(`PostgreSQL ended by itself (${signal ?? `exit code ${code}`}) and is started again`);
      restarting = restart();
    };
    // It may have ended between becoming ready and this line.
    if (isOver(watched)) onExit(watched.exitCode, watched.signalCode);
    else watched.once("exit", onExit);
  }

  async function restart(): Promise<void> {
    for (;;) {
      const pauseMs = pauseAfter(failures);
      if (pauseMs === null) break;
      await sleep(pauseMs, null, { signal: halt.signal }).catch(() => {});
      if (halt.signal.aborted) return;
      try {
        await endPredecessor(layout, socketDir, log);
        const started = await startPostmaster(input, halt.signal);
        log(`PostgreSQL is running again, process ${started.pid}`);
        child = started;
        failures = countStart(failures, hasRoom(layout.dataDir));
        watch(started);
        return;
      } catch (error) {
        if (halt.signal.aborted) return;
        log(`PostgreSQL did not start again: ${(error as Error).message}`);
        failures = countStart(failures, hasRoom(layout.dataDir));
      }
    }
    input.onGiveUp();
  }

  return {
    pid: () => child?.pid ?? null,
    stop: async () => {
      halt.abort();
      clearInterval(logTimer);
      await restarting;
      if (child && !isOver(child)) await stopPostmaster(child);
      // Its postmaster was killed: what that has left may compute on for a minute.
      else await endPredecessor(layout, socketDir, log);
    },
  };
}

/** Rolls back what is open, writes everything to its place and ends; a start after it is quick. */
async function stopPostmaster(child: ChildProcess): Promise<void> {
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGINT");
  const timer = setTimeout(() => child.kill("SIGQUIT"), fastStopMs);
  await gone;
  clearTimeout(timer);
}

/** What is written is safe: the next start recovers it. */
function endStalled(child: ChildProcess): void {
  child.kill("SIGQUIT");
  setTimeout(() => isOver(child) || child.kill("SIGKILL"), quitMs).unref();
}
