import { and, desc, eq, gte, inArray, isNull, lt, type SQL, sql } from "drizzle-orm";
import type { Rows } from "#src/auth/session.ts";
import { auditLogs } from "#src/db/schema/tables.ts";
import { addDays } from "#src/lib/time.ts";
import { type AuditFilter, codesOf } from "./audit-filter.ts";

export type AuditLog = typeof auditLogs.$inferSelect;

/** As many lines are counted, and so leafed through; whoever looks for older ones filters. */
export const auditCountMax = 10_000;
const actorsMax = 200;
const portionMax = 1_000;

/** A page of the audit log, the newest first, and how many lines there are, counted to the limit. */
export async function readAuditPage(
  rows: Rows,
  filter: AuditFilter,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ logs: AuditLog[]; total: number }> {
  const counted = rows
    .select({ id: auditLogs.id })
    .from(auditLogs)
    .where(whereOf(filter))
    .limit(auditCountMax)
    .as("counted");
  const [[count], logs] = await Promise.all([
    rows.select({ total: sql<number>`count(*)::int` }).from(counted),
    newestFirst(rows, whereOf(filter)).limit(limit).offset(offset),
  ]);
  return { logs, total: count?.total ?? 0 };
}

/** All of it as filtered, in portions: however long the log is, the memory holds one of them. */
export async function* readAuditPortions(
  rows: Rows,
  filter: AuditFilter,
): AsyncGenerator<AuditLog[]> {
  let older: SQL | undefined;
  for (;;) {
    const logs = await newestFirst(rows, and(whereOf(filter), older)).limit(portionMax);
    const last = logs.at(-1);
    if (last) yield logs;
    if (!last || logs.length < portionMax) return;
    // The row itself is asked: a Date has no microseconds, and those in between would be lost.
    older = sql`(${auditLogs.at}, ${auditLogs.id}) < (
      (select last.at from ${auditLogs} as last where last.id = ${last.id}), ${last.id}
    )`;
  }
}

/**
 * Everybody with an account who has done something, by address. It steps from one to the next in
 * the index: 0.1 ms with 200,000 lines, where `distinct` would read them all.
 */
export async function readActors(rows: Rows): Promise<string[]> {
  const found = await rows.execute<{ email: string }>(sql`
    with recursive people as (
      select min(actor_email) as email
      from audit_logs
      where actor_id is not null
      union all
      select (
        select min(actor_email)
        from audit_logs
        where actor_id is not null and actor_email > people.email
      )
      from people
      where people.email is not null
    )
    select email
    from people
    where email is not null
    limit ${actorsMax}
  `);
  return found.map(({ email }) => email);
}

function newestFirst(rows: Rows, where: SQL | undefined) {
  return rows.select().from(auditLogs).where(where).orderBy(desc(auditLogs.at), desc(auditLogs.id));
}

function whereOf({ actor, action, subject, from, to }: AuditFilter): SQL | undefined {
  const { actorEmail } = auditLogs;
  const beginning = `${subject.replaceAll(/[\\%_]/g, "\\$&")}%`;
  return and(
    actor === "server" ? isNull(actorEmail) : actor ? eq(actorEmail, actor) : undefined,
    action ? inArray(auditLogs.action, codesOf(action)) : undefined,
    subject ? sql`lower(${auditLogs.subject}) like ${beginning}` : undefined,
    from ? gte(auditLogs.at, new Date(`${from}T00:00:00Z`)) : undefined,
    to ? lt(auditLogs.at, new Date(`${addDays(to, 1)}T00:00:00Z`)) : undefined,
  );
}
