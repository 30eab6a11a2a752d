import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { boundLog } from "./log-file.ts";
import { isOver, type Post, startPostmaster } from "./postmaster.ts";
import { endPredecessor } from "./predecessor.ts";

const firstPauseMs = 200;
const pauseMaxMs = 10_000;
// About five minutes of trying.
const failuresMax = 35;
// After this time a new end is a new story, and the pauses begin small again.
const healthyMs = 60_000;
const fastStopMs = 25_000;
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
    const onExit = (code: number | null, signal: NodeJS.Signals | null) => {
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
    for (; failures < failuresMax; failures++) {
      const pauseMs = Math.min(firstPauseMs * 2 ** failures, pauseMaxMs);
      await sleep(pauseMs, null, { signal: halt.signal }).catch(() => {});
      if (halt.signal.aborted) return;
      try {
        await endPredecessor(layout, socketDir, log);
        const started = await startPostmaster(input, halt.signal);
        log(`PostgreSQL is running again, process ${started.pid}`);
        child = started;
        failures++;
        watch(started);
        return;
      } catch (error) {
        if (halt.signal.aborted) return;
        log(`PostgreSQL did not start again: ${(error as Error).message}`);
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
