import { cron } from "@elysiajs/cron";
import { Elysia } from "elysia";
import type { Deps } from "#src/auth/route.ts";
import { describeError } from "#src/lib/log.ts";
import { runDue, runJob } from "./run.ts";
import { forgetOtherRuns } from "./store.ts";
import { jobs } from "./table.ts";

/** The clock of the server: each job of the table by its schedule, until `stop`. */
export function cronJobs(deps: Deps) {
  const app = new Elysia({ name: "jobs" });
  for (const job of jobs)
    app.use(
      cron({
        name: job.name,
        pattern: job.schedule,
        timezone: "UTC",
        // A job that is still running is not started a second time.
        protect: true,
        run: () => runDue(job, deps),
      }),
    );
  const { cron: clocks } = app.store as { cron: Record<string, { stop(): void }> };
  const stop = () => {
    for (const clock of Object.values(clocks)) clock.stop();
  };
  return { app, stop };
}

/** Runs every job once, one after the other: what was missed while the server was down. */
export async function catchUp(deps: Deps): Promise<void> {
  for (const job of jobs) await runJob(job, deps);
  await forgetOtherRuns(
    deps.database.orm,
    jobs.map(({ name }) => name),
  ).catch((error) =>
    deps.log("warn", "runs of former jobs were not forgotten", { why: describeError(error) }),
  );
}
