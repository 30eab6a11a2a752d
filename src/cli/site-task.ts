import type { Config } from "#src/config.ts";
import type { Database } from "#src/db/client.ts";
import { startSiteTasks } from "#src/jobs/site-tasks.ts";
import { StartupError } from "#src/lib/errors.ts";
import { findLastTask, type SiteTask } from "#src/sites/task-store.ts";
import { createProgress } from "./progress.ts";

const lookMs = 200;

interface Waiting {
  database: Database;
  config: Config;
  siteId: number;
  kind: SiteTask["kind"];
  title: string;
  /** How things are when it fails. */
  failed: string;
}

/** Does a task of a site, or looks on while a server that is running does it, until it is done. */
export async function waitForTask({ database, config, ...of }: Waiting): Promise<void> {
  const now = () => new Date();
  const tasks = startSiteTasks({ config, database, now, log: () => {} });
  const progress = createProgress(of.title);
  try {
    for (;;) {
      tasks.wake();
      await Bun.sleep(lookMs);
      const task = await findLastTask(database.orm, of.siteId, of.kind);
      // That of a site which was erased goes with it.
      if (!task || task.finishedAt) break;
      if (task.error)
        throw new StartupError(`${of.failed}: ${task.error}. The server tries again.`);
      if (task.done < task.total) progress(task.done, task.total);
    }
    progress(1, 1);
  } finally {
    await tasks.stop();
  }
}
