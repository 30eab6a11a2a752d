import type { Deps } from "#src/auth/route.ts";
import { describeError } from "#src/lib/log.ts";
import { openSite } from "#src/sites/life-store.ts";
import {
  addLostDeletions,
  finishTask,
  listOpenTasks,
  noteFailure,
  noteProgress,
  type OpenTask,
} from "#src/sites/task-store.ts";
import { rebuild } from "#src/stats/project/rebuild.ts";
import { eraseSite, type Report } from "./erase-site.ts";
import { runAlone } from "./run.ts";

type TaskDeps = Pick<Deps, "config" | "database" | "now" | "log">;

/** What works through the long tasks of sites, on one of all servers at a time. */
export interface SiteTasks {
  /** Says that there is a task; may be called as often as one likes. */
  wake(): void;
  /** Ends the work where it is; the next start goes on. */
  stop(): Promise<void>;
}

const stopMaxMs = 5_000;
/** How often, at the most, progress is written. */
const reportMs = 200;

/** The task was ended by somebody else, or the server stops. */
class Ended extends Error {}

/** Waits for tasks. Nothing is held in memory: what a killed server was at is found again. */
export function startSiteTasks(deps: TaskDeps): SiteTasks {
  const ending = new AbortController();
  let isAsked = false;
  let running: Promise<void> | null = null;
  const work = async () => {
    while (isAsked && !ending.signal.aborted) {
      isAsked = false;
      await runAlone("work on sites", deps, () => doTasks(deps, ending.signal));
    }
    running = null;
  };
  return {
    wake: () => {
      isAsked = true;
      running ??= work();
    },
    stop: async () => {
      ending.abort();
      await Promise.race([running, Bun.sleep(stopMaxMs)]);
    },
  };
}

/** Does what is to be done, one after the other; what fails waits until it is asked for again. */
async function doTasks(deps: TaskDeps, signal: AbortSignal): Promise<void> {
  const failed = new Set<number>();
  await addLostDeletions(deps.database.orm, deps.now());
  while (!signal.aborted) {
    const open = await listOpenTasks(deps.database.orm);
    const next = open.find(({ task }) => !failed.has(task.id));
    if (!next) return;
    try {
      await doTask(next, deps, signal);
    } catch (error) {
      if (signal.aborted || error instanceof Ended) continue;
      failed.add(next.task.id);
      await tellFailure(next, deps, error);
    }
  }
}

async function doTask({ task, site }: OpenTask, deps: TaskDeps, signal: AbortSignal) {
  const { database, now } = deps;
  const { report, written } = createReport(task.id, deps, signal);
  try {
    if (task.kind === "delete") return await eraseSite({ task, site }, deps, report);
    await rebuild(database, { siteIds: [site.id] }, report);
  } finally {
    await written();
  }
  // A site that was imported is archived until all of it is there.
  if (task.kind === "import") await openSite(database.orm, site.id);
  await finishTask(database.orm, task.id, now());
}

/** Writes how far a task is, now and then; the work does not wait for it. */
function createReport(id: number, { database, now }: TaskDeps, signal: AbortSignal) {
  let writing: Promise<void> | null = null;
  let writtenAt = Number.NEGATIVE_INFINITY;
  let isEnded = false;
  const write = async (done: number, total: number) => {
    isEnded = !(await noteProgress(database.orm, id, { done, total, now: now() }));
    writing = null;
  };
  const report: Report = (done, total) => {
    if (signal.aborted || isEnded) throw new Ended();
    if (writing || performance.now() - writtenAt < reportMs) return;
    writtenAt = performance.now();
    writing = write(done, total);
    // What is wrong with the database the work itself will tell.
    writing.catch(() => {});
  };
  return { report, written: async () => void (await writing?.catch(() => {})) };
}

async function tellFailure({ task }: OpenTask, { database, log }: TaskDeps, error: unknown) {
  const why = describeError(error);
  log("error", "work on a site failed", { kind: task.kind, site: task.siteId, why });
  await noteFailure(database.orm, task.id, why);
}
