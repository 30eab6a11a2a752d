import type { Deps } from "#src/auth/route.ts";
import { forgetExpired } from "#src/auth/session.ts";
import { destroyOldSalts } from "#src/collect/salt-end.ts";
import { forgetIdempotencyKeys } from "#src/collect/server-event.ts";
import type { Config } from "#src/config.ts";
import { ensurePartitions } from "#src/db/partitions.ts";
import { forgetOldMails } from "#src/mail/store.ts";
import { checkAlerts } from "#src/reports/alerts.ts";
import { queueReports } from "#src/reports/queue-reports.ts";
import { packFinishedDays } from "#src/stats/segments/shelf.ts";
import { backUpByNight } from "./back-up.ts";
import { forgetErased } from "./forget-erased.ts";
import { forgetFigures } from "./forget-figures.ts";
import { byGoodClock } from "./good-clock.ts";
import { notePresence, readServedSince } from "./presence-store.ts";

/** One thing that is done by the clock. Units: `schedule` is a cron pattern, in UTC. */
export interface Job {
  name: string;
  schedule: string;
  /** Whether every server does it, as it goes by what that server has or is set to. */
  isOfEach?: boolean;
  /** Whether this server is set not to do it, which another may be. */
  isOff?(config: Config): boolean;
  run(deps: Deps): Promise<void>;
}

/**
 * Everything that is done by the clock. Each may run at any time and any number of times: all run
 * once at start as well, which is how a night that was slept through is made up for.
 */
export const jobs: readonly Job[] = [
  {
    // The first, so that those behind it know whether another server has been here meanwhile.
    name: "presence",
    schedule: "* * * * *",
    run: ({ database, now }) => notePresence(database.orm, now()),
  },
  {
    // A task is begun at once; this is for those that failed, or whose server was killed.
    name: "site tasks",
    schedule: "* * * * *",
    isOfEach: true,
    run: async ({ wakeTasks }) => wakeTasks(),
  },
  {
    // Each server has figures in its own memory.
    name: "memory",
    schedule: "* * * * *",
    isOfEach: true,
    run: forgetErased,
  },
  {
    name: "salts",
    schedule: "*/10 * * * *",
    run: ({ database, config, now }) =>
      destroyOldSalts(database.work, { now: now(), isOurs: config.databaseUrl === null }),
  },
  {
    name: "partitions",
    schedule: "20 * * * *",
    run: ({ database, now }) => ensurePartitions(database.work, now()),
  },
  {
    name: "retention",
    schedule: "50 * * * *",
    run: forgetFigures,
  },
  {
    name: "segments",
    schedule: "10 * * * *",
    run: ({ database, now }) => packFinishedDays(database.work, now()),
  },
  {
    name: "idempotency keys",
    schedule: "30 * * * *",
    run: ({ database, now }) => forgetIdempotencyKeys(database.work, now()),
  },
  {
    name: "sessions",
    schedule: "40 * * * *",
    run: ({ database, now }) => forgetExpired(database.orm, now()),
  },
  {
    // What is queued goes at once; this is for second tries, and for what a command has queued.
    name: "mails",
    schedule: "* * * * *",
    isOfEach: true,
    run: ({ mail }) => mail.deliver(),
  },
  {
    // Due at eight by the clock of each site, of which some are at half and a quarter past ours.
    name: "reports",
    schedule: "*/5 * * * *",
    run: byGoodClock(queueReports),
  },
  {
    // Some minutes after the hour, so that what came at its end is stored.
    name: "alerts",
    schedule: "7 * * * *",
    run: async (deps) => checkAlerts(deps, await readServedSince(deps.database.orm, deps.now())),
  },
  {
    name: "old mails",
    schedule: "45 * * * *",
    run: byGoodClock(({ database, now }) => forgetOldMails(database.orm, now())),
  },
  {
    // By night; each hour, so that one that failed is tried again. The last, as it takes longest.
    name: "backup",
    schedule: "40 * * * *",
    isOfEach: true,
    isOff: ({ backupDir }) => backupDir === null,
    run: backUpByNight,
  },
];
