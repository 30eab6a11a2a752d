import type { Sql } from "#src/db/client.ts";
import type { Transaction } from "#src/db/transaction.ts";

type Fragment = ReturnType<Sql>;

/** Whether an event has a name that somebody gave it. */
export function isNamed(sql: Sql | Transaction): Fragment {
  return sql`kind in ('custom', 'cta', 'form') and name <> ''`;
}

/** Whether an event led somewhere. */
export function isAimed(sql: Sql | Transaction): Fragment {
  return sql`kind in ('outbound', 'tel', 'mailto', 'download') and target <> ''`;
}
