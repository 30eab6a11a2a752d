import type { Check, Finding } from "#src/doctor/finding.ts";
import { jobPatienceMinutes } from "#src/doctor/job-patience.ts";

const dayMs = 86_400_000;
const placesMaxMs = 180 * dayMs;
const backupMaxMs = 2 * dayMs;

/** Whether mails can be sent, and are. */
export const checkMail: Check = ({ settings, database }) => {
  const id = "mail";
  const { mailCarrier: carrier } = settings;
  if (!carrier)
    return [{ id, state: "hint", say: ({ mail }) => ({ what: mail.unset, todo: mail.unsetTodo }) }];
  if (database.kind !== "open") return [];
  const { mailsWaiting, mailsFailed } = database.gauges;
  const found: Finding[] = [
    {
      ...{ id, state: "ok" },
      say: ({ mail }, { count }) => ({ what: mail.by({ carrier, waiting: count(mailsWaiting) }) }),
    },
  ];
  if (mailsFailed > 0)
    found.push({
      ...{ id, state: "hint" },
      say: ({ mail }, { count }) => ({
        what: mail.failed({ failed: count(mailsFailed) }),
        todo: mail.failedTodo,
      }),
    });
  return found;
};

/** Whether the geo database is of this time; addresses move. */
export const checkPlaces: Check = ({ server, settings, now }) => {
  if (!server) return [];
  const { name } = server.collector.places;
  const builtAt = new Date(server.collector.places.builtAt);
  const isOld = now.getTime() - builtAt.getTime() > placesMaxMs;
  return [
    {
      ...{ id: "places", state: isOld ? "hint" : "ok" },
      say: ({ places }, format) => {
        const day = format.day(builtAt);
        if (!isOld) return { what: places.recent({ name, day }) };
        const todo = settings.geoipFile ? places.ownTodo : places.builtInTodo;
        return { what: places.old({ name, day }), todo };
      },
    },
  ];
};

/** Whether events wait on the disk. */
export const checkSpool: Check = ({ server }) => {
  const id = "spool";
  if (!server) return [];
  const { spool, refusal } = server.collector;
  const { bytes: size, ageSeconds, broken } = spool;
  const found: Finding[] = [];
  if (refusal === "unavailable")
    found.push({
      ...{ id, state: "failure" },
      say: (words) => ({ what: words.spool.full, todo: words.spool.fullTodo }),
    });
  if (broken > 0)
    found.push({
      ...{ id, state: "warning" },
      say: (words, { count }) => ({
        what: words.spool.broken({ count: count(broken) }),
        todo: words.spool.brokenTodo,
      }),
    });
  if (size > 0)
    found.push({
      ...{ id, state: "warning" },
      say: (words, { bytes, duration }) => ({
        what: words.spool.waiting({ size: bytes(size), time: duration(ageSeconds * 1_000) }),
        todo: words.spool.waitingTodo,
      }),
    });
  if (found.length > 0) return found;
  return [{ id, state: "ok", say: (words) => ({ what: words.spool.empty }) }];
};

/** Whether each job has run when it should, and ended well. */
export const checkJobs: Check = ({ database, server, now }) => {
  const id = "jobs";
  if (database.kind !== "open") return [];
  const { jobErrors, gauges } = database;
  const found: Finding[] = jobErrors.map(({ name: job, error: why }) => ({
    ...{ id, state: "warning" },
    say: ({ jobs }) => ({ what: jobs.failed({ job, why }), todo: jobs.failedTodo }),
  }));
  for (const { name: job, startedAt } of gauges.jobs) {
    const patience = jobPatienceMinutes[job];
    const idleMs = now.getTime() - startedAt * 1_000;
    // A job that is no more has nothing to be late for, and without a server none runs.
    if (!server || patience === undefined || idleMs < patience * 60_000) continue;
    if (server.uptimeSeconds < patience * 60) continue;
    found.push({
      ...{ id, state: "warning" },
      say: ({ jobs }, { duration }) => ({
        what: jobs.late({ job, time: duration(idleMs) }),
        todo: jobs.lateTodo,
      }),
    });
  }
  if (found.length > 0 || !server) return found;
  return [{ id, state: "ok", say: ({ jobs }) => ({ what: jobs.ran }) }];
};

/** Whether there is a copy, and how old it is. */
export const checkBackup: Check = ({ settings, backupAt, now }) => {
  const id = "backup";
  if (!settings.backupDir)
    return [
      { id, state: "hint", say: ({ backup }) => ({ what: backup.unset, todo: backup.unsetTodo }) },
    ];
  if (!backupAt)
    return [
      { id, state: "warning", say: ({ backup }) => ({ what: backup.none, todo: backup.todo }) },
    ];
  const ageMs = now.getTime() - backupAt.getTime();
  const isOld = ageMs > backupMaxMs;
  return [
    {
      ...{ id, state: isOld ? "warning" : "ok" },
      say: ({ backup }, { duration }) => {
        const time = duration(ageMs);
        return isOld
          ? { what: backup.old({ time }), todo: backup.todo }
          : { what: backup.recent({ time }) };
      },
    },
  ];
};

/** For how long figures are kept. */
export const checkRetention: Check = ({ settings: { retentionMonths } }) => {
  const id = "retention";
  if (retentionMonths === 0)
    return [
      {
        ...{ id, state: "hint" },
        say: ({ retention }) => ({ what: retention.forever, todo: retention.foreverTodo }),
      },
    ];
  return [
    {
      ...{ id, state: "ok" },
      say: ({ retention }, { count }) => ({
        what: retention.months({ months: count(retentionMonths) }),
      }),
    },
  ];
};
