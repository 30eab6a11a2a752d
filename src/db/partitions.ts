import type postgres from "postgres";
import { inTransaction } from "./transaction.ts";

const monthsAhead = 3;

/**
 * Makes the monthly partitions of `events` and `visits` from one month back to three ahead.
 * Safe to run anywhere and at any time: a partition that exists is left alone.
 */
export async function ensurePartitions(sql: postgres.Sql, now: Date): Promise<void> {
  await ensurePartitionsBetween(sql, addMonths(now, -1), addMonths(now, monthsAhead));
}

/** Makes the partitions of every month from `from`'s to `to`'s, both included. */
export async function ensurePartitionsBetween(
  sql: postgres.Sql,
  from: Date,
  to: Date,
): Promise<void> {
  const existing = await partitionNames(sql);
  for (let month = addMonths(from, 0); month <= to; month = addMonths(month, 1)) {
    const suffix = month.toISOString().slice(0, 7).replace("-", "_");
    for (const table of ["events", "visits"]) {
      const name = `${table}_${suffix}`;
      if (existing.has(name)) continue;
      const [first, next] = [month, addMonths(month, 1)].map((at) => at.toISOString().slice(0, 10));
      // Identifiers and bounds of a partition cannot be parameters; all three are made right here.
      await sql.unsafe(
        `create table if not exists ${name} partition of ${table}
         for values from ('${first}') to ('${next}')`,
      );
    }
  }
}

/** How long a drop waits for those who read: what waits behind it must not wait long. */
const dropLockMs = 2_000;

/**
 * Drops the partitions of `events` and `visits` whose months ended by `end`, each by itself.
 * Shape: `end` is the first of a month. Errors: 55P03 when somebody reads for long.
 */
export async function dropPartitionsBefore(sql: postgres.Sql, end: string): Promise<void> {
  const suffixOfEnd = end.slice(0, 7).replace("-", "_");
  for (const name of await partitionNames(sql)) {
    const [, suffix] = /^(?:events|visits)_(\d{4}_\d{2})$/.exec(name) ?? [];
    if (!suffix || suffix >= suffixOfEnd) continue;
    await inTransaction(sql, async (tx) => {
      await tx`select set_config('lock_timeout', ${String(dropLockMs)}, true)`;
      await tx`drop table ${tx(name)}`;
    });
  }
}

async function partitionNames(sql: postgres.Sql): Promise<Set<string>> {
  const rows = await sql<{ name: string }[]>`
    select child.relname as name
    from pg_inherits
    join pg_class child on child.oid = pg_inherits.inhrelid
    join pg_class parent on parent.oid = pg_inherits.inhparent
    where parent.relname in ('events', 'visits')
  `;
  return new Set(rows.map((row) => row.name));
}

function addMonths(at: Date, months: number): Date {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1));
}
