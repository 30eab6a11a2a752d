import type { Database, Sql } from "#src/db/client.ts";
import { openDedicated } from "#src/db/dedicated.ts";
import { locks } from "#src/db/lock.ts";
import { describeError } from "#src/lib/log.ts";
import { createAlarm } from "./alarm.ts";
import { createRhythm } from "./rhythm.ts";
import { runRound } from "./round.ts";
import { settleProjections } from "./settle.ts";

/** What keeps `visits` and `daily` in step with the events. */
export interface Projector {
  /** Says that events were stored; may be called as often as one likes. */
  wake(): void;
  /** Resolves when everything stored until now is counted, without any rest between. */
  settle(): Promise<void>;
  /** Finishes the step at hand; what is left waits in the outbox for the next start. */
  stop(): Promise<void>;
}

interface Options {
  database: Pick<Database, "work">;
  /** Takes one line for the operator; only trouble is told. */
  log(line: string): void;
}

/** How long events of another server, or another server's death, may go unnoticed. */
const pollMs = 1_000;
/** Commits that follow each other closely share a round. */
const pauseMs = 50;
const stopMaxMs = 5_000;

/**
 * Starts the projector. Of all servers on one database one leads, by an advisory lock of its
 * session; the others ask for the lock each second. Whatever happens to the connection is logged
 * and tried again: the projector ends by `stop` alone.
 */
export function startProjector({ database, log }: Options): Projector {
  const alarm = createAlarm();
  const rhythm = createRhythm();
  let client: Sql | null = null;
  let healthy = true;

  const report = (error: unknown) => {
    if (healthy && !alarm.stopped)
      log(`Counting has paused and is tried again: ${describeError(error)}`);
    healthy = false;
  };
  /** Leads, or waits to lead, for as long as one connection lives. */
  const serve = async (sql: Sql, isOpen: () => boolean) => {
    let leads = false;
    while (isOpen() && !alarm.stopped) {
      leads ||= await tryToLead(sql);
      const restMs = Math.min(leads ? await runRound(sql, { rhythm, log }) : pollMs, pollMs);
      healthy = true;
      if (restMs > 0) await Bun.sleep(pauseMs);
      await alarm.sleep(restMs - pauseMs);
    }
  };
  const work = async () => {
    while (!alarm.stopped) {
      let isOpen = true;
      const lost = Promise.withResolvers<never>();
      client = openDedicated(database.work, () => {
        isOpen = false;
        lost.reject(new Error("the connection to the database was lost"));
      });
      await Promise.race([serve(client, () => isOpen), lost.promise]).catch(report);
      await client.end({ timeout: 0 });
      if (!alarm.stopped) await Bun.sleep(pollMs);
    }
  };
  const ended = work();
  return {
    wake: alarm.ring,
    settle: () => settleProjections(database.work),
    stop: async () => {
      alarm.stop();
      await Promise.race([ended, Bun.sleep(stopMaxMs)]);
      await client?.end({ timeout: 1 });
    },
  };
}

async function tryToLead(sql: Sql): Promise<boolean> {
  const [row] = await sql<{ leads: boolean }[]>`
    select pg_try_advisory_lock(${locks.projectorLeader}) as leads
  `;
  return row?.leads ?? false;
}
