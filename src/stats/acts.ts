import type { Sql } from "#src/db/client.ts";
import type { Transaction } from "#src/db/transaction.ts";

type Fragment = ReturnType<Sql>;

/** What a site is there for: acts of these kinds are conversions. */
export const conversionKinds: readonly string[] = ["tel", "mailto", "form", "cta", "custom"];

/** Whether an event has a name that somebody gave it. */
export function isNamed(sql: Sql | Transaction): Fragment {
  return sql`kind in ('custom', 'cta', 'form') and name <> ''`;
}

/** Whether an event led somewhere. */
export function isAimed(sql: Sql | Transaction): Fragment {
  return sql`kind in ('outbound', 'tel', 'mailto', 'download') and target <> ''`;
}
