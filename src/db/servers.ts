import type { Sql } from "./client.ts";
import type { Transaction } from "./transaction.ts";

/** A connection that was just closed is listed until its process is gone. Units: ms. */
const askAgainMs = 200;
const asksMax = 5;

/** Whether a server of ours, or a command, has the database open; who asks is not counted. */
export async function isInUse(sql: Sql | Transaction): Promise<boolean> {
  for (let asks = 1; ; asks++) {
    const [row] = await sql<{ isInUse: boolean }[]>`
      select exists (
        select from pg_stat_activity
        where datname = current_database() and application_name = 'tracker-analytics'
          and pid <> pg_backend_pid()
      ) as "isInUse"
    `;
    if (!row?.isInUse) return false;
    if (asks === asksMax) return true;
    await Bun.sleep(askAgainMs);
    // A transaction is shown what it was shown before.
    await sql`select pg_stat_clear_snapshot()`;
  }
}
