import { join } from "node:path";
import type { Config } from "#src/config.ts";
import type { Database } from "#src/db/client.ts";
import { renewClient } from "#src/db/renewing.ts";
import { trustedRanges } from "#src/lib/client-ip.ts";
import type { CollectStats } from "#src/lib/collect-stats.ts";
import { createHistogram } from "#src/lib/histogram.ts";
import type { Log } from "#src/lib/log.ts";
import { createDirectory } from "#src/sites/directory.ts";
import { createAgentReader } from "./agent.ts";
import { createCounters } from "./counters.ts";
import { createCrowd } from "./crowd.ts";
import type { DropReason } from "./drop-reason.ts";
import type { EventRow } from "./event-row.ts";
import type { Arrival } from "./hit.ts";
import { isOutage } from "./outage.ts";
import { runPipeline } from "./pipeline.ts";
import { openPlaces } from "./place.ts";
import { createQueue } from "./queue.ts";
import { createRate } from "./rate.ts";
import { createReporter } from "./report.ts";
import { collectRoutes } from "./routes.ts";
import { createSalts } from "./salts.ts";
import { loadScripts } from "./script.ts";
import { openSpool } from "./spool/spool.ts";
import type { Tools } from "./step.ts";
import { storeRows } from "./store.ts";
import { createTally } from "./tally.ts";
import { createVariety } from "./variety.ts";
import { createWriter, type WriterLimits } from "./writer.ts";

interface Options {
  config: Pick<
    Config,
    "dataDir" | "geoipFile" | "publicUrl" | "rateLimit" | "spoolMaxBytes" | "trustedProxies"
  >;
  database: Pick<Database, "orm" | "collector" | "work">;
  now: () => Date;
  log: Log;
  /** Called after each commit, to wake what counts. */
  onCommit: () => void;
  /** How long the database is waited for; the usual unless a test has other patience. */
  limits?: Partial<WriterLimits>;
}

/** The part of the server that takes beacons. */
export interface Collector {
  /** Its doors, to be mounted at the root. */
  routes: ReturnType<typeof collectRoutes>;
  /** Resolves when everything that was taken is stored; called before the database is closed. */
  flush(): Promise<void>;
  stats(): CollectStats;
}

/**
 * Makes the collector. A message is acknowledged when it is committed, and not before.
 * Errors: `StartupError` for a geo database or a list of proxies that cannot be read.
 */
export function createCollector(options: Options): Collector {
  const { config, database, now, log, onCommit, limits = {} } = options;
  // Read now rather than with the first request, so that a mistake in it stops the start.
  trustedRanges(config.trustedProxies);
  const counters = createCounters();
  const timings = createHistogram();
  const crowd = createCrowd();
  const serveScript = loadScripts();
  const directory = createDirectory(database);
  const spool = openSpool({
    dir: join(config.dataDir, "spool"),
    maxBytes: config.spoolMaxBytes,
    log,
  });
  const store = (rows: readonly EventRow[]) => storeRows(database.collector, rows);
  const reconnect = () => renewClient(database.collector);
  const writer = createWriter({ store, spool, reconnect, onCommit, log, limits });
  const queue = createQueue(writer);
  const places = openPlaces(config.geoipFile);
  const tools: Tools = {
    directory,
    salts: createSalts(database.collector),
    takeTurn: createRate(config.rateLimit),
    readAgent: createAgentReader(),
    findPlace: places.find,
    keepKnown: createVariety(),
    refusal: queue.refusal,
  };
  const tally = createTally(database.work, log);

  const refuse = (reason: DropReason, key: string, at = now()): DropReason => {
    counters.drop(reason);
    tally.note(reason, directory.peek(key), at);
    return reason;
  };
  const collect = async (arrival: Arrival): Promise<DropReason | null> => {
    const startedAt = performance.now();
    const result = await runPipeline(arrival, tools);
    if ("dropped" in result) return refuse(result.dropped, arrival.key, arrival.at);
    const stored = await queue.put(result.rows, result.bytes);
    if (stored !== "stored") return refuse(stored, arrival.key, arrival.at);
    counters.accept();
    timings.note(performance.now() - startedAt);
    // The visitor of a server's event did not come to us.
    if (arrival.serverEventId === null)
      crowd.note(arrival.ip, arrival.userAgent, arrival.forwardedFor);
    return null;
  };
  const script = async (key: string, request: Request): Promise<Response | DropReason> => {
    try {
      const site = await directory.find(key);
      if (!site) return "unknown_site";
      const origin = config.publicUrl ?? new URL(request.url).origin;
      return serveScript(site, origin, request.headers);
    } catch (error) {
      if (isOutage(error)) return "unavailable";
      throw error;
    }
  };

  return {
    routes: collectRoutes({
      script,
      now,
      trustedProxies: config.trustedProxies,
      collect,
      report: createReporter({ directory, sql: database.work, collect, refuse, now }),
    }),
    flush: async () => {
      await queue.flush();
      await tally.flush();
    },
    stats: () => ({
      ...counters.read(),
      timings: timings.read(),
      waiting: queue.waiting,
      isDatabaseAway: writer.isAway(),
      refusal: queue.refusal(),
      spool: {
        bytes: spool.bytes,
        maxBytes: config.spoolMaxBytes,
        records: spool.records,
        broken: spool.broken,
        since: spool.since,
      },
      places: places.about,
      crowd: crowd.read(),
    }),
  };
}
