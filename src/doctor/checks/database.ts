import { lagMaxSeconds } from "#src/db/vitals.ts";
import type { Check, Finding } from "#src/doctor/finding.ts";

/** Above so many of all connections there is soon none for whoever comes next. */
const busyShare = 0.8;
const slowSyncMs = 50;
const skewMaxMs = 5_000;

/** Whether the database answers, takes events, and has room for us. */
export const checkDatabase: Check = ({ database, server }) => {
  const id = "database";
  if (database.kind === "failed")
    return [
      {
        ...{ id, state: "failure" },
        say: ({ database: words }) => ({
          what: words.failed({ why: database.why }),
          todo: words.failedTodo,
        }),
      },
    ];
  if (database.kind === "none")
    return [
      {
        ...{ id, state: "hint" },
        say: ({ database: { none, noneTodo } }) => ({ what: none, todo: noneTodo }),
      },
    ];
  if (database.kind === "unseen")
    return [
      {
        ...{ id, state: "warning" },
        say: ({ database: { unseen, unseenTodo } }) => ({ what: unseen, todo: unseenTodo }),
      },
    ];
  const { version, bytes } = database;
  const found: Finding[] = [
    {
      ...{ id, state: "ok" },
      say: ({ database: words }, format) => ({
        what: words.open({ version, size: format.bytes(bytes) }),
      }),
    },
  ];
  if (server?.collector.isDatabaseAway)
    found.push({
      ...{ id, state: "failure" },
      say: ({ database: { away, awayTodo } }) => ({ what: away, todo: awayTodo }),
    });
  return [...found, ...checkConnections(database)];
};

function checkConnections(database: Parameters<Check>[0]["database"]): Finding[] {
  if (database.kind !== "open") return [];
  const { connections, connectionsTaken, connectionsMax } = database.gauges;
  if (connectionsTaken <= connectionsMax * busyShare) return [];
  const ours = connections.reduce((sum, { count }) => sum + count, 0);
  return [
    {
      ...{ id: "database", state: "warning" },
      say: ({ database: words }, { count }) => ({
        what: words.busy({
          taken: count(connectionsTaken),
          max: count(connectionsMax),
          ours: count(ours),
        }),
        todo: words.busyTodo,
      }),
    },
  ];
}

/** Whether the tables are those of this version. */
export const checkMigrations: Check = ({ database }) => {
  const id = "migrations";
  if (database.kind === "open")
    return [{ id, state: "ok", say: ({ migrations }) => ({ what: migrations.done }) }];
  if (database.kind !== "behind") return [];
  const { pending } = database;
  return [
    {
      ...{ id, state: "warning" },
      say: ({ migrations }, { count }) => ({
        what: migrations.pending({ count: count(pending) }),
        todo: migrations.pendingTodo,
      }),
    },
  ];
};

/** Whether the disk is quick to promise; with a database elsewhere that is not our disk. */
export const checkSync: Check = ({ syncMs, settings }) => {
  if (syncMs === null || !settings.isEmbedded) return [];
  const isSlow = syncMs > slowSyncMs;
  return [
    {
      ...{ id: "sync", state: isSlow ? "warning" : "ok" },
      say: ({ sync }, { millis }) => {
        const time = millis(syncMs);
        return isSlow
          ? { what: sync.slow({ time }), todo: sync.slowTodo }
          : { what: sync.fast({ time }) };
      },
    },
  ];
};

/** Whether our clock is that of the others. */
export const checkClock: Check = ({ database, reach }) => {
  const id = "clock";
  const databaseSkewMs = database.kind === "open" ? database.skewMs : null;
  const networkSkewMs = reach?.kind === "answered" ? reach.skewMs : null;
  const found: Finding[] = [];
  for (const [of, skewMs] of [
    ["database", databaseSkewMs],
    ["network", networkSkewMs],
  ] as const)
    if (skewMs !== null && Math.abs(skewMs) > skewMaxMs)
      found.push({
        ...{ id, state: "warning" },
        say: ({ clock }, { duration }) => ({
          what: clock[of]({ time: duration(Math.abs(skewMs)) }),
          todo: clock.todo,
        }),
      });
  if (found.length > 0 || (databaseSkewMs === null && networkSkewMs === null)) return found;
  return [{ id, state: "ok", say: ({ clock }) => ({ what: clock.right }) }];
};

/** Whether the figures keep up with the events. */
export const checkCounting: Check = ({ database }) => {
  const id = "counting";
  if (database.kind !== "open") return [];
  const { lagSeconds, pending } = database.vitals;
  if (lagSeconds <= lagMaxSeconds)
    return [{ id, state: "ok", say: ({ counting }) => ({ what: counting.now }) }];
  return [
    {
      ...{ id, state: "warning" },
      say: ({ counting }, { count, duration }) => ({
        what: counting.late({ time: duration(lagSeconds * 1_000), count: count(pending) }),
        todo: counting.lateTodo,
      }),
    },
  ];
};
