import type { Deps } from "#src/auth/route.ts";
import { loadConfig } from "#src/config.ts";
import { openDatabase } from "#src/db/client.ts";
import { runJob } from "#src/jobs/run.ts";
import { jobs } from "#src/jobs/table.ts";
import { openPost } from "#src/mail/post.ts";
import { figureWriters } from "#src/reports/letters.ts";

// The part of a server that sends reports, as a process of its own that can be killed: the jobs of the
// table, one after the other without a pause, by a clock that goes faster than the world's.

/** What it is told by its first argument, as JSON. */
export interface WorkerOrder {
  connection: Parameters<typeof openDatabase>[0];
  smtp: Record<"smtpUrl" | "mailFrom" | "publicUrl", string>;
  /** The instant that its clock shows at an instant of the world's, and how much faster it goes. */
  clock: { at: number; shows: number; speed: number };
}

if (import.meta.main) {
  const order = JSON.parse(process.argv[2] ?? "") as WorkerOrder;
  const { at, shows, speed } = order.clock;
  const now = () => new Date(shows + (Date.now() - at) * speed);
  const database = openDatabase(order.connection);
  const parts = {
    config: { ...loadConfig({}, {}), ...order.smtp },
    database,
    now,
    log: (...line: unknown[]) => console.error(JSON.stringify(line)),
  };
  const mail = openPost({ ...parts, writers: figureWriters(parts) });
  const deps = { ...parts, version: "0.0.0", mail, wakeTasks: () => {} } as unknown as Deps;
  const work = jobs.filter(({ name }) => name === "reports" || name === "mails");
  for (;;) for (const job of work) await runJob(job, deps);
}
