import type { Sql } from "#src/db/client.ts";
import type { locks } from "#src/db/lock.ts";
import { inTransaction, type Transaction } from "#src/db/transaction.ts";

/**
 * Runs one step of a projection as a transaction that no other step of that projection, on any
 * server, overlaps. Each
 * statement of `work` sees everything that was committed before the lock was got, so a step can
 * never write numbers that are older than those it replaces.
 */
export async function projectAlone<T>(
  sql: Sql,
  lock: (typeof locks)["visits" | "daily"],
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return inTransaction(sql, async (tx) => {
    // Every step finds its rows by key. A sequential scan only looks cheap while a new month's
    // partition is empty, and compiling (jit) costs more than it gives for any step.
    await tx`
      select pg_advisory_xact_lock(${lock}),
             set_config('enable_seqscan', 'off', true),
             set_config('jit', 'off', true)
    `;
    return work(tx);
  });
}
