import { prepareSetup } from "#src/auth/setup.ts";
import type { Config } from "#src/config.ts";
import { checkPortFree } from "#src/http/port.ts";
import { createLog, describeError, type Log } from "#src/lib/log.ts";
import { readVersion } from "#src/lib/version.ts";
import type { Command } from "./command.ts";
import { type OpenedDatabase, openForServer } from "./database.ts";
import { startServer } from "./server.ts";
import { upgradeOfServer } from "./upgrade.ts";

export const serve: Command = {
  name: "serve",
  usage: "",
  summary: "Run the server; the same as no command at all.",
  wordsMax: 0,
  run: ({ config }) => runServer(config),
};

/**
 * Runs the server until a signal ends it; resolves to the exit code. `prepare` runs between the
 * opening of the database and the first request.
 */
export async function runServer(
  config: Config,
  prepare?: (opened: OpenedDatabase) => Promise<void>,
): Promise<number> {
  const log = createLog({ format: config.logFormat, level: config.logLevel });
  const ending = Promise.withResolvers<number>();
  const starting = new AbortController();
  const end = () => {
    ending.resolve(0);
    starting.abort();
  };
  process.on("SIGTERM", end).on("SIGINT", end);
  // A connection that dies while postgres.js reads the array types rejects a promise that nobody
  // holds, and Bun would end the server for it.
  process.on("unhandledRejection", (error) =>
    log("error", "a promise was rejected and nobody was told", { why: describeError(error) }),
  );
  // Before anything is written: a port that is taken must leave no trace of this start.
  await checkPortFree(config);
  const opened = await openForServer(config, {
    log: (line) => log("info", line),
    onGiveUp: () => ending.resolve(1),
    upgrade: { ...upgradeOfServer(config, log), signal: starting.signal },
  }).catch((error: unknown) => {
    // Whoever waits for others before an upgrade may be told to stop; all is then as it was.
    if (starting.signal.aborted && error === starting.signal.reason) return null;
    throw error;
  });
  if (opened === null) return 0;
  try {
    await prepare?.(opened);
    const { database } = opened;
    const server = await startServer({ config, database, version: readVersion(), log });
    // Whatever LOG_LEVEL leaves out: without the link nobody ever gets in.
    const tell = createLog({ format: config.logFormat });
    await greet({ config, opened, origin: server.origin, log: tell });
    const code = await ending.promise;
    log("info", "stopping");
    await server.stop();
    return code;
  } finally {
    await opened.close();
  }
}

interface Greeting {
  config: Config;
  opened: OpenedDatabase;
  origin: string;
  log: Log;
}

/** Tells where the server is, and how the first admin gets in. */
async function greet({ config, opened, origin, log }: Greeting): Promise<void> {
  const token = await prepareSetup(opened.database);
  log("info", `Tracker Analytics is ready at ${origin}`);
  if (token === null) return;
  const base = config.publicUrl ?? origin;
  log("info", `Create your account: ${base}/setup/${token}`);
}
