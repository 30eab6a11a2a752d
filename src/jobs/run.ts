import type { Deps } from "#src/auth/route.ts";
import { describeError } from "#src/lib/log.ts";
import type { Job } from "./table.ts";

const lockSpace = 7_301;

/**
 * Runs one job, unless another server is running it right now. A job that fails is logged and
 * tried again by its schedule: the scheduler lives on.
 */
export async function runJob(job: Job, deps: Deps): Promise<void> {
  try {
    const connection = await deps.database.work.reserve();
    try {
      const [lock] = await connection<{ taken: boolean }[]>`
        select pg_try_advisory_lock(${lockSpace}, hashtext(${job.name})) as taken
      `;
      if (!lock?.taken) return;
      try {
        await job.run(deps);
      } finally {
        await connection`select pg_advisory_unlock(${lockSpace}, hashtext(${job.name}))`;
      }
    } finally {
      connection.release();
    }
  } catch (error) {
    deps.log("error", "a job failed", { job: job.name, why: describeError(error) });
  }
}
