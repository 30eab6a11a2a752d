import { isConnectionLoss } from "#src/db/transaction.ts";
import { DeadlineError } from "#src/lib/deadline.ts";

/**
 * Whether the database is away, busy or ailing, rather than asked for nonsense: another time the
 * same would work. Source: PostgreSQL's error codes, appendix A; classes 08 connection, 25006 read
 * only, 40 rollback, 53 resources, 55 locks, 57 operator, 58 system.
 */
export function isOutage(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof DeadlineError || isConnectionLoss(cause)) return true;
  return /^(08|25006|40|53|55|57|58|XX)/.test(codeOf(cause));
}

/**
 * Whether the database refuses the data itself: class 22 (values), 54 (limits), 21 (cardinality), and
 * 23514, a day of a month that was given up: it has no partition, and never will have one again.
 */
export function isRefusal(error: unknown): boolean {
  return /^(21|22|54|23514$)/.test(codeOf(error));
}

/**
 * The code of an error of the database, fit for a log: its message may repeat what was to be
 * stored.
 */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
