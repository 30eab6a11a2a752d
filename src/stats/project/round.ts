import type { Sql } from "#src/db/client.ts";
import { isConnectionLoss } from "#src/db/transaction.ts";
import { describeError } from "#src/lib/log.ts";
import type { SiteDay } from "./daily.ts";
import { recomputeDay } from "./daily.ts";
import type { Rhythm } from "./rhythm.ts";
import { readStaleDays } from "./settle.ts";
import { batchMax, projectPending } from "./visits.ts";

/** A day that cannot be computed rests as if it had taken this long: for a minute. */
const failedTookMs = 6_000;

interface Context {
  rhythm: Rhythm;
  log(line: string): void;
}

/**
 * Projects a batch of what is pending.
 * Units: returns in how many milliseconds the next round has something to do: 0 when it has
 * already, `Infinity` when only new events will make work.
 */
export async function visitsRound(sql: Sql, onProjected: () => void): Promise<number> {
  const taken = await projectPending(sql);
  if (taken > 0) onProjected();
  return taken === batchMax ? 0 : Infinity;
}

/** Computes the stale days that have rested. Units: as `visitsRound`. */
export async function dailyRound(sql: Sql, context: Context): Promise<number> {
  let restMs = Infinity;
  for (const siteDay of await readStaleDays(sql)) {
    const dueInMs = context.rhythm.dueAt(siteDay) - performance.now();
    if (dueInMs > 0) restMs = Math.min(restMs, dueInMs);
    else await refreshDay(sql, siteDay, context);
  }
  return restMs;
}

async function refreshDay(sql: Sql, siteDay: SiteDay, { rhythm, log }: Context): Promise<void> {
  const startedAt = performance.now();
  try {
    await recomputeDay(sql, siteDay);
    const endedAt = performance.now();
    rhythm.note(siteDay, endedAt, endedAt - startedAt);
  } catch (error) {
    if (isConnectionLoss(error)) throw error;
    // One day that cannot be computed must not hold up the others; its mark is still there.
    const { siteId, day } = siteDay;
    log(`${day} of site ${siteId} cannot be computed: ${describeError(error)}`);
    rhythm.note(siteDay, performance.now(), failedTookMs);
  }
}
