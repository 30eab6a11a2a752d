import { blankRow } from "#src/collect/event-row.ts";
import { storeRows } from "#src/collect/store.ts";
import { addTrialSites } from "#src/db/citus.ts";
import type { Sql } from "#src/db/client.ts";
import type { Transaction } from "#src/db/transaction.ts";
import { StartupError } from "#src/lib/errors.ts";
import { addDays, dayIn } from "#src/lib/time.ts";
import { recomputeDay } from "#src/stats/project/daily.ts";
import { projectPending } from "#src/stats/project/visits.ts";
import { wholeScope } from "#src/stats/scope.ts";
import { readTotals } from "#src/stats/totals.ts";

/**
 * Takes one message of each of two made-up sites all the way, as the server does, and undoes it: a
 * cluster that cannot plan a statement of ours must not be left to find out with real ones.
 * Errors: `StartupError` that says what the database has against it.
 */
export async function tryCounting(tx: Transaction, now: Date): Promise<void> {
  try {
    await tx.savepoint(async (inner) => {
      await count(inner, now);
      throw new Undone();
    });
  } catch (error) {
    if (error instanceof Undone) return;
    const why = (error as Error).message.replace(/\.$/, "");
    throw new StartupError(
      `This database, when its tables are spread, does not count (${why}): nothing was changed.`,
    );
  }
}

class Undone extends Error {}

async function count(tx: Transaction, now: Date): Promise<void> {
  // All of these take a client and ask nothing of it that a transaction has not.
  const sql = tx as unknown as Sql;
  const today = dayIn("UTC", now);
  const siteIds = await addTrialSites(tx);
  const ts = now.getTime();
  const view = { ...blankRow(), day: today, ts, last_seen_at: ts, path: "/" };
  const rows = siteIds.map((site_id, at) => ({ ...view, site_id, visitor: `${at}`, id: `${at}` }));
  await storeRows(sql, rows);
  while ((await projectPending(sql)) > 0);
  for (const id of siteIds) {
    await recomputeDay(sql, { siteId: id, day: today });
    const range = { from: today, to: addDays(today, 1) };
    const { pageviews } = await readTotals(sql, wholeScope({ id, timeZone: "UTC" }, range));
    if (pageviews !== 1) throw new Error(`of one pageview it counts ${pageviews}`);
  }
}
