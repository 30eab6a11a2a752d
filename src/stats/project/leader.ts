import type { Sql } from "#src/db/client.ts";
import { openDedicated } from "#src/db/dedicated.ts";
import type { locks } from "#src/db/lock.ts";
import { createAlarm } from "./alarm.ts";

/** Work that goes on in rounds, on one of all servers at a time. */
export interface Leader {
  /** Says that there is work; may be called as often as one likes. */
  wake(): void;
  /** Finishes the round at hand. */
  stop(): Promise<void>;
}

interface Options {
  /** A client of the database; the work has a connection of its own. */
  sql: Sql;
  lock: (typeof locks)["visitsLeader" | "dailyLeader"];
  /** One round. Units: returns in how many ms the next one is due, unless somebody wakes it. */
  round(sql: Sql): Promise<number>;
  /** How long rounds are apart at the least, so that what follows closely shares one. */
  pauseMs: number;
  /** After how long without a word a server that hangs is no longer the leader. Units: ms. */
  silenceMaxMs?: number;
  /** Told once whenever the work has come to a halt. */
  onTrouble(error: unknown): void;
}

/** How long events of another server, or another server's death, may go unnoticed. */
const pollMs = 1_000;
const stopMaxMs = 5_000;
/** A leader asks for something each second, so one that is silent for so long hangs. */
const usualSilenceMaxMs = 10_000;

/**
 * Starts the work. Of all servers on one database one leads, by an advisory lock of its session;
 * the others ask for the lock each second. One that hangs, or whose machine is gone, loses it with its
 * connection, which PostgreSQL ends. Whatever happens to the connection is told and tried
 * again: the work ends by `stop` alone.
 */
export function startLeader(options: Options): Leader {
  const { sql, lock, round, pauseMs, onTrouble } = options;
  const { silenceMaxMs: idleMaxMs = usualSilenceMaxMs } = options;
  const alarm = createAlarm();
  let client: Sql | null = null;
  let healthy = true;

  const report = (error: unknown) => {
    if (healthy && !alarm.stopped) onTrouble(error);
    healthy = false;
  };
  /** Leads, or waits to lead, for as long as one connection lives. */
  const serve = async (own: Sql, isOpen: () => boolean) => {
    let leads = false;
    while (isOpen() && !alarm.stopped) {
      leads ||= await tryToLead(own, lock);
      const restMs = Math.min(leads ? await round(own) : pollMs, pollMs);
      healthy = true;
      if (restMs > 0) await Bun.sleep(pauseMs);
      await alarm.sleep(restMs - pauseMs);
    }
  };
  const work = async () => {
    while (!alarm.stopped) {
      let isOpen = true;
      const lost = Promise.withResolvers<never>();
      const onClose = () => {
        isOpen = false;
        lost.reject(new Error("the connection to the database was lost"));
      };
      client = openDedicated(sql, onClose, { idleMaxMs });
      await Promise.race([serve(client, () => isOpen), lost.promise]).catch(report);
      await client.end({ timeout: 0 });
      if (!alarm.stopped) await Bun.sleep(pollMs);
    }
  };
  const ended = work();
  return {
    wake: alarm.ring,
    stop: async () => {
      alarm.stop();
      await Promise.race([ended, Bun.sleep(stopMaxMs)]);
      await client?.end({ timeout: 1 });
    },
  };
}

async function tryToLead(sql: Sql, lock: number): Promise<boolean> {
  const [row] = await sql<{ leads: boolean }[]>`select pg_try_advisory_lock(${lock}) as leads`;
  return row?.leads ?? false;
}
