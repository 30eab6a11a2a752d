import type { Deps } from "#src/auth/route.ts";
import { openDedicated } from "#src/db/dedicated.ts";
import { jobLockSpace } from "#src/db/lock.ts";
import { describeError } from "#src/lib/log.ts";
import { noteRun } from "./store.ts";
import type { Job } from "./table.ts";

/**
 * Runs one job, unless another server is running it right now. A job that fails is logged and
 * tried again by its schedule: the scheduler lives on.
 */
export function runJob(job: Job, deps: Deps): Promise<void> {
  const { database, now } = deps;
  return runAlone(job.name, deps, () =>
    noteRun(database.orm, { name: job.name, now }, () => job.run(deps)),
  );
}

/** Does work that has a name, unless somebody else in the database is doing it right now. */
export async function runAlone(
  name: string,
  { database, log }: Pick<Deps, "database" | "log">,
  work: () => Promise<void>,
): Promise<void> {
  // The lock belongs to a connection of its own and goes with it, however the job ends.
  const connection = openDedicated(database.work, () => {});
  try {
    const [lock] = await connection<{ taken: boolean }[]>`
      select pg_try_advisory_lock(${jobLockSpace}, hashtext(${name})) as taken
    `;
    if (lock?.taken) await work();
  } catch (error) {
    log("error", "a job failed", { job: name, why: describeError(error) });
  } finally {
    await connection.end({ timeout: 1 });
  }
}
