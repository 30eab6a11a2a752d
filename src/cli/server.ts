import type { Deps } from "#src/auth/route.ts";
import { createCollector } from "#src/collect/collector.ts";
import { createApp } from "#src/http/app.ts";
import { portError } from "#src/http/port.ts";
import { catchUp, cronJobs } from "#src/jobs/cron.ts";
import { startSiteTasks } from "#src/jobs/site-tasks.ts";
import { openPost } from "#src/mail/post.ts";
import { figureWriters } from "#src/reports/letters.ts";
import { startProjector } from "#src/stats/project/projector.ts";

/** A server that takes requests. Shape: `origin` is where a browser on this machine finds it. */
export interface RunningServer {
  origin: string;
  port: number;
  /** Finishes what is in flight, stores what was taken, and stops; the database stays open. */
  stop(): Promise<void>;
}

const finishMaxMs = 5_000;

/**
 * Starts the projector, the jobs and the listener on an open database.
 * Errors: `StartupError` when the port cannot be had.
 */
export async function startServer(
  input: Omit<Deps, "now" | "readCollector" | "mail" | "wakeTasks">,
): Promise<RunningServer> {
  const { config, database, log } = input;
  const now = () => new Date();
  const projector = startProjector({ database, log: (line) => log("warn", line) });
  const collector = createCollector({ config, database, now, log, onCommit: projector.wake });
  const writers = figureWriters({ database });
  const mail = openPost({ config, database, writers, now, log });
  const tasks = startSiteTasks({ config, database, now, log });
  const deps: Deps = {
    ...{ ...input, now, mail },
    readCollector: collector.stats,
    wakeTasks: tasks.wake,
  };
  const clock = cronJobs(deps);
  const app = (await createApp(deps, collector)).use(clock.app);
  const { host: hostname, port } = config;
  try {
    app.listen({ hostname, port });
  } catch (error) {
    clock.stop();
    await projector.stop();
    throw portError(error, { host: hostname, port });
  }
  void catchUp(deps);
  const bound = app.server?.port ?? port;
  return {
    origin: `http://localhost:${bound}`,
    port: bound,
    stop: async () => {
      clock.stop();
      // An event stream never ends by itself, so the patience with what is in flight is limited.
      const requests = Promise.race([app.server?.stop(false), Bun.sleep(finishMaxMs)]);
      await Promise.all([requests, mail.stop(), tasks.stop()]);
      await app.server?.stop(true);
      await collector.flush();
      await projector.stop();
    },
  };
}
