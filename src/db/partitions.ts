import type postgres from "postgres";
import { locks } from "./lock.ts";
import { inTransaction, type Transaction } from "./transaction.ts";

const monthsAhead = 3;

/**
 * Makes the monthly partitions of `events` and `visits` from one month back to three ahead.
 * Safe to run anywhere and at any time: a partition that exists is left alone.
 */
export async function ensurePartitions(sql: postgres.Sql, now: Date): Promise<void> {
  await ensurePartitionsBetween(sql, addMonths(now, -1), addMonths(now, monthsAhead));
}

/**
 * Makes the partitions of every month from `from`'s to `to`'s, both included; each at once, or with
 * the transaction that is given.
 */
export async function ensurePartitionsBetween(
  sql: postgres.Sql | Transaction,
  from: Date,
  to: Date,
): Promise<void> {
  const existing = await partitionNames(sql);
  for (let month = addMonths(from, 0); month <= to; month = addMonths(month, 1)) {
    const suffix = month.toISOString().slice(0, 7).replace("-", "_");
    for (const table of ["events", "visits"]) {
      const name = `${table}_${suffix}`;
      if (!existing.has(name)) await makePartition(sql, { table, name, month });
    }
  }
}

/** Room on each page for the next version of its rows, with the figures in 0007_upkeep.sql. */
const fillFactor = 85;

/**
 * Makes a table and attaches it: made as a partition, it would wait for whoever reads the parent,
 * such as a report of 30 s, and the collector behind it. Its columns get the statistics that those
 * of the parent have, which are not inherited.
 */
async function makePartition(
  sql: postgres.Sql | Transaction,
  { table, name, month }: { table: string; name: string; month: Date },
): Promise<void> {
  const [first, next] = [month, addMonths(month, 1)].map((at) => at.toISOString().slice(0, 10));
  const make = async (tx: Transaction) => {
    // Another server may be about to make the same; who migrates holds the lock already.
    await tx`select pg_advisory_xact_lock(${locks.migration})`;
    if ((await partitionNames(tx)).has(name)) return;
    const [row] = await tx<{ changes: string }[]>`
      select string_agg(format('alter column %I set statistics 0', attname), ', ') as changes
      from pg_attribute
      where attrelid = ${table}::regclass and attstattarget = 0 and attnum > 0 and not attisdropped
    `;
    // Bounds cannot be parameters, nor can names; all are made right here.
    await tx.unsafe(`
      create table ${name} (like ${table} including defaults) with (fillfactor = ${fillFactor});
      ${row?.changes ? `alter table ${name} ${row.changes};` : ""}
      alter table ${table} attach partition ${name} for values from ('${first}') to ('${next}')
    `);
  };
  await ("savepoint" in sql ? make(sql) : inTransaction(sql, make));
}

/**
 * How long a drop waits for those who read. The collector waits behind it, which is to notice
 * nothing: a drop is tried some times, with a pause in which whoever waited goes first.
 */
const dropLockMs = 100;
const dropPauseMs = 400;
const dropTriesMax = 5;

/**
 * Drops the partitions of `events` and `visits` whose months ended by `end`, each by itself.
 * Shape: `end` is the first of a month. Errors: 55P03 when somebody reads for long.
 */
export async function dropPartitionsBefore(sql: postgres.Sql, end: string): Promise<void> {
  const suffixOfEnd = end.slice(0, 7).replace("-", "_");
  for (const name of await partitionNames(sql)) {
    const [, suffix] = /^(?:events|visits)_(\d{4}_\d{2})$/.exec(name) ?? [];
    if (suffix && suffix < suffixOfEnd) await dropPartition(sql, name);
  }
}

async function dropPartition(sql: postgres.Sql, name: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await inTransaction(sql, async (tx) => {
        await tx`select set_config('lock_timeout', ${String(dropLockMs)}, true)`;
        await tx`drop table if exists ${tx(name)}`;
      });
    } catch (error) {
      const isLocked = (error as { code?: string }).code === "55P03";
      if (!isLocked || tries === dropTriesMax) throw error;
      await Bun.sleep(dropPauseMs);
    }
  }
}

async function partitionNames(sql: postgres.Sql | Transaction): Promise<Set<string>> {
  const rows = await sql<{ name: string }[]>`
    select child.relname as name
    from pg_inherits
    join pg_class child on child.oid = pg_inherits.inhrelid
    where pg_inherits.inhparent in ('events'::regclass, 'visits'::regclass)
  `;
  return new Set(rows.map((row) => row.name));
}

function addMonths(at: Date, months: number): Date {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1));
}
