import type { Deps } from "#src/auth/route.ts";
import { openDedicated } from "#src/db/dedicated.ts";
import { jobLockSpace } from "#src/db/lock.ts";
import { describeError } from "#src/lib/log.ts";
import { forgetRunBefore, hasRunAbout, noteRun } from "./store.ts";
import type { Job } from "./table.ts";

/**
 * Runs one job, unless another server is running it right now. A job that fails is logged and
 * tried again by its schedule: the scheduler lives on.
 */
export function runJob(job: Job, deps: Deps): Promise<void> {
  const { database, config, now } = deps;
  if (job.isOff?.(config)) return forgetUnused(job, deps);
  return runAlone(job.name, deps, () =>
    noteRun(database.orm, { name: job.name, now }, () => job.run(deps)),
  );
}

/** How far apart two clocks may be, and a job still not be done twice for one stroke. */
const strokeMs = 30_000;

/**
 * Runs a job that is due by the clock, once for all servers: not where another has just done it, which
 * takes some milliseconds as a rule, so that the lock alone keeps nobody from doing it again.
 */
export async function runDue(job: Job, deps: Deps): Promise<void> {
  const { database, config, now } = deps;
  const { name, isOfEach } = job;
  if (job.isOff?.(config)) return await forgetUnused(job, deps);
  const work = async () => {
    const stroke = { name, at: now(), withinMs: strokeMs };
    if (!isOfEach && (await hasRunAbout(database.orm, stroke))) return;
    await noteRun(database.orm, { name, now }, () => job.run(deps));
  };
  // What each does it does after the others, whose clocks strike at the same moment.
  await runAlone(name, deps, work, isOfEach ? strokeMs : 0);
}

/** Longer than this no job rests that any server has on: each is run at least once an hour. */
const restMaxMs = 2 * 3_600_000;

/**
 * Forgets how a job ended that is off here, once no other server can have it on either: the failure
 * of one that is switched off everywhere would stand for good.
 */
async function forgetUnused({ name }: Job, deps: Deps): Promise<void> {
  const { database, config, now } = deps;
  // On a database of our own there is no other server.
  const restMs = config.databaseUrl === null ? 0 : restMaxMs;
  const before = new Date(now().getTime() - restMs);
  // The one that is running it right now has begun long ago, perhaps, and has the lock.
  await runAlone(name, deps, () => forgetRunBefore(database.orm, { name, before }));
}

const askAgainMs = 100;

/**
 * Does work that has a name, unless somebody else in the database is doing it right now.
 * Units: with `patienceMs` it is asked for as long whether they have done.
 */
export async function runAlone(
  name: string,
  { database, log }: Pick<Deps, "database" | "log">,
  work: () => Promise<void>,
  patienceMs = 0,
): Promise<void> {
  // The lock belongs to a connection of its own and goes with it, however the job ends.
  const connection = openDedicated(database.work, () => {});
  try {
    const take = async () => {
      const [lock] = await connection<{ taken: boolean }[]>`
        select pg_try_advisory_lock(${jobLockSpace}, hashtext(${name})) as taken
      `;
      return lock?.taken === true;
    };
    const deadline = performance.now() + patienceMs;
    let isTaken = await take();
    while (!isTaken && performance.now() < deadline) {
      await Bun.sleep(askAgainMs);
      isTaken = await take();
    }
    if (isTaken) await work();
  } catch (error) {
    log("error", "a job failed", { job: name, why: describeError(error) });
  } finally {
    await connection.end({ timeout: 1 });
  }
}
