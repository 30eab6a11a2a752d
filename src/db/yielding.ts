import { setTimeout as sleep } from "node:timers/promises";
import type { Sql } from "./client.ts";
import { inTransaction, type Transaction } from "./transaction.ts";

/**
 * How long a table is waited for. Everybody who wants it meanwhile waits as well, the collector too:
 * PostgreSQL lets nobody overtake. An autovacuum, which gives way after a second, has time to.
 */
const lockMs = 1_500;
/** How long those who waited then have. */
const pauseMs = 3_000;

/** What can be done about waiting; all can be left out. */
export interface Patience {
  /** Called once, when somebody holds what is needed. */
  onBlocked?: () => void;
  /** Ends the waiting; its reason is then thrown. */
  signal?: AbortSignal;
}

/**
 * Runs several statements as one transaction that steps back when somebody holds a table for long,
 * such as a backup that reads it for an hour, and is tried anew until it comes through.
 */
export async function inYieldingTransaction<T>(
  sql: Sql,
  work: (tx: Transaction) => Promise<T>,
  { onBlocked, signal }: Patience,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await inTransaction(sql, async (tx) => {
        await tx`select set_config('lock_timeout', ${String(lockMs)}, true)`;
        return await work(tx);
      });
    } catch (error) {
      if (!isBlocked(error)) throw error;
      if (tries === 1) onBlocked?.();
    }
    await pause(pauseMs, signal);
  }
}

/** Whether somebody held a lock for too long, or was waiting for one of ours in turn. */
function isBlocked(error: unknown): boolean {
  return /^(55P03|40P01)$/.test(String((error as { code?: unknown }).code));
}

/** Waits so long. Errors: the reason of the signal, at once. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await sleep(ms, null, signal && { signal }).catch(() => {});
  signal?.throwIfAborted();
}
