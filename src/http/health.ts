import { join } from "node:path";
import { Elysia } from "elysia";
import type { Deps } from "#src/auth/route.ts";
import type { Database } from "#src/db/client.ts";
import { lagMaxSeconds, readVitals, type Vitals } from "#src/db/vitals.ts";
import { readServerFacts } from "#src/doctor/server-facts.ts";
import { withDeadline } from "#src/lib/deadline.ts";
import { type Disk, isDiskNearlyFull, readDisk } from "#src/lib/disk.ts";
import { ownHeaders } from "#src/lib/respond.ts";
import { isInsider } from "./insider.ts";

const answerMaxMs = 1_000;
/** A question on a connection that was cut without a word is given up after as long. */
const forgottenMs = 10_000;
/** Less is no room for a handful of events. Units: bytes. */
const roomMin = 64 * 1024;

/**
 * `down` is told by 503, the others by 200: the server goes on collecting, and to take it off the
 * network or to restart it would only lose events. See docs/decisions/0006-health.md.
 */
type Status = "ready" | "degraded" | "down";

/** What is looked at, each with whether it is well. */
export interface Health {
  status: Status;
  checks: {
    database: { ok: boolean };
    spool: { ok: boolean; bytes: number; maxBytes: number };
    queue: { ok: boolean; waiting: number };
    counting: { ok: boolean; lagSeconds: number; pending: number };
    jobs: { ok: boolean; failed: string[] };
    disk: { ok: boolean } & Disk;
  };
}

/** `GET /health`: one word for everybody, and what it is made of for who may look inside. */
export function healthRoutes(deps: Deps) {
  const askVitals = createVitalsReader(deps.database);
  return new Elysia({ name: "health" }).get("/health", async ({ set, request, server }) => {
    const vitals = await askVitals();
    const health = await readHealth(deps, vitals);
    set.status = health.status === "down" ? 503 : 200;
    Object.assign(set.headers, ownHeaders, { "cache-control": "no-store" });
    // By this `doctor` knows whether the public address leads here, and not to another server.
    if (vitals) set.headers["x-instance"] = vitals.instance;
    if (!isInsider({ request, server, config: deps.config })) return { status: health.status };
    return { ...health, server: readServerFacts(deps) };
  });
}

/** What `/health` says at this moment. */
export async function readHealth(deps: Deps, vitals: Vitals | null): Promise<Health> {
  const { waiting, isDatabaseAway, refusal, spool } = deps.readCollector();
  const { dataDir } = deps.config;
  // The spool may be a disk of its own.
  const [disk, ofSpool] = await Promise.all([readDisk(dataDir), readDisk(join(dataDir, "spool"))]);
  const { lagSeconds = 0, pending = 0, failedJobs = [] } = vitals ?? {};
  const isAway = vitals === null || isDatabaseAway;
  const { bytes, maxBytes } = spool;
  const hasRoom =
    refusal !== "unavailable" && maxBytes - bytes >= roomMin && ofSpool.freeBytes >= roomMin;
  const checks: Health["checks"] = {
    database: { ok: !isAway },
    spool: { ok: hasRoom, bytes, maxBytes },
    queue: { ok: refusal !== "overloaded", waiting },
    counting: { ok: lagSeconds <= lagMaxSeconds, lagSeconds: Math.round(lagSeconds), pending },
    jobs: { ok: failedJobs.length === 0, failed: failedJobs },
    disk: { ok: !isDiskNearlyFull(disk), ...disk },
  };
  const isWell = Object.values(checks).every(({ ok }) => ok);
  return { status: isAway && !hasRoom ? "down" : isWell ? "ready" : "degraded", checks };
}

/**
 * Makes what asks the database for its vitals; null when it does not answer within a second. One
 * question is on its way at a time, however many ask: nothing gathers before a database that hangs.
 */
export function createVitalsReader({ orm }: Pick<Database, "orm">): () => Promise<Vitals | null> {
  let asking: Promise<Vitals | null> | null = null;
  const ask = () =>
    withDeadline(readVitals(orm), forgottenMs)
      .catch(() => null)
      .finally(() => {
        asking = null;
      });
  return async () => {
    asking ??= ask();
    return await withDeadline(asking, answerMaxMs).catch(() => null);
  };
}

/** Whether the database answers within a second. */
export async function isDatabaseUp(database: Pick<Database, "reports">): Promise<boolean> {
  const answer = database.reports`select 1`.then(
    () => true,
    () => false,
  );
  return await Promise.race([answer, Bun.sleep(answerMaxMs).then(() => false)]);
}
