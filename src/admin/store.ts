import { count, desc } from "drizzle-orm";
import type { Rows } from "#src/auth/session.ts";
import { auditLogs } from "#src/db/schema/tables.ts";

export type AuditLog = typeof auditLogs.$inferSelect;

/** A page of the audit log, the newest first, and how many lines there are in all. */
export async function readAuditPage(
  rows: Rows,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ logs: AuditLog[]; total: number }> {
  const [counted] = await rows.select({ total: count() }).from(auditLogs);
  const logs = await rows
    .select()
    .from(auditLogs)
    .orderBy(desc(auditLogs.id))
    .limit(limit)
    .offset(offset);
  return { logs, total: counted?.total ?? 0 };
}
