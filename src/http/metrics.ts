import { Elysia, NotFoundError } from "elysia";
import type { Deps } from "#src/auth/route.ts";
import { readGauges } from "#src/db/gauges.ts";
import { withDeadline } from "#src/lib/deadline.ts";
import { readDisk } from "#src/lib/disk.ts";
import { ownHeaders } from "#src/lib/respond.ts";
import { readTimings } from "#src/stats/timing.ts";
import { createVitalsReader } from "./health.ts";
import { isInsider } from "./insider.ts";
import { familiesOf } from "./metric-families.ts";
import { createMetricWriter, metricsType } from "./metric-text.ts";
import type { Traffic } from "./traffic.ts";

const patienceMs = 5_000;

/** `GET /metrics`: what Prometheus reads; for who may not look inside there is no such page. */
export function metricsRoutes(deps: Deps, traffic: Traffic) {
  const { config, database, now, readCollector, version } = deps;
  const askVitals = createVitalsReader(database);
  let write: ReturnType<typeof createMetricWriter> | null = null;
  return new Elysia({ name: "metrics" }).get("/metrics", async ({ request, server }) => {
    if (!isInsider({ request, server, config })) throw new NotFoundError();
    write ??= createMetricWriter();
    const vitals = await askVitals();
    // What a database that hangs knows is left out, and what the server knows is told all the same.
    const gauges = vitals && withDeadline(readGauges(database.orm), patienceMs).catch(() => null);
    const families = familiesOf({
      ...{ version, vitals, now: now(), collector: readCollector(), traffic: traffic.read() },
      reports: readTimings(database.reports),
      disk: await readDisk(config.dataDir),
      gauges: await gauges,
    });
    const headers = { ...ownHeaders, "content-type": metricsType, "cache-control": "no-store" };
    return new Response(await write(families), { headers });
  });
}
