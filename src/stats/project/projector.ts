import type { Database } from "#src/db/client.ts";
import { locks } from "#src/db/lock.ts";
import { describeError } from "#src/lib/log.ts";
import { startLeader } from "./leader.ts";
import { createRhythm } from "./rhythm.ts";
import { dailyRound, visitsRound } from "./round.ts";
import { settleProjections } from "./settle.ts";

/** What keeps `visits` and `daily` in step with the events. */
export interface Projector {
  /** Says that events were stored; may be called as often as one likes. */
  wake(): void;
  /** Resolves when everything stored until now is counted, without any rest between. */
  settle(): Promise<void>;
  /** Finishes the steps at hand; what is left waits in the outbox for the next start. */
  stop(): Promise<void>;
}

interface Options {
  database: Pick<Database, "work">;
  /** Takes one line for the operator; only trouble is told. */
  log(line: string): void;
}

/**
 * A visitor often sends several messages within a moment, and the statement costs more than a few
 * keys: with 50 ms the database spent a fifth more on it.
 */
const pauseMs = 200;

/**
 * Starts the projector: one leader for `visits`, and one for `daily`, which may take seconds for the
 * day of a large site and must not hold up the other.
 */
export function startProjector({ database, log }: Options): Projector {
  const rhythm = createRhythm();
  const onTrouble = (error: unknown) =>
    log(`Counting has paused and is tried again: ${describeError(error)}`);
  const common = { sql: database.work, pauseMs, onTrouble };
  const daily = startLeader({
    ...common,
    lock: locks.dailyLeader,
    round: (sql) => dailyRound(sql, { rhythm, log }),
  });
  const visits = startLeader({
    ...common,
    lock: locks.visitsLeader,
    round: (sql) => visitsRound(sql, daily.wake),
  });
  return {
    wake: visits.wake,
    settle: () => settleProjections(database.work),
    stop: async () => {
      await Promise.all([visits.stop(), daily.stop()]);
    },
  };
}
