import type { Deps } from "#src/auth/route.ts";
import { openDedicated } from "#src/db/dedicated.ts";
import { jobLockSpace } from "#src/db/lock.ts";
import { describeError } from "#src/lib/log.ts";
import type { Job } from "./table.ts";

/**
 * Runs one job, unless another server is running it right now. A job that fails is logged and
 * tried again by its schedule: the scheduler lives on.
 */
export async function runJob(job: Job, deps: Deps): Promise<void> {
  // The lock belongs to a connection of its own and goes with it, however the job ends.
  const connection = openDedicated(deps.database.work, () => {});
  try {
    const [lock] = await connection<{ taken: boolean }[]>`
      select pg_try_advisory_lock(${jobLockSpace}, hashtext(${job.name})) as taken
    `;
    if (lock?.taken) await job.run(deps);
  } catch (error) {
    deps.log("error", "a job failed", { job: job.name, why: describeError(error) });
  } finally {
    await connection.end({ timeout: 1 });
  }
}
