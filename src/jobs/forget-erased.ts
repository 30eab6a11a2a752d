import { and, eq, gt } from "drizzle-orm";
import type { Deps } from "#src/auth/route.ts";
import { auditLogs } from "#src/db/schema/tables.ts";
import { forgetMemory } from "#src/stats/memory.ts";
import { forgetAnswers } from "#src/stats/remember.ts";

/** Longer than it is between two looks, with what clocks may be apart. */
const recentMs = 5 * 60_000;

/**
 * Lets go of all figures in memory when a site was erased of late, by whichever server: they would
 * lie there until others push them out.
 */
export async function forgetErased({
  database: { orm, reports },
  now,
}: Pick<Deps, "database" | "now">): Promise<void> {
  const since = new Date(now().getTime() - recentMs);
  const [erased] = await orm
    .select({ id: auditLogs.id })
    .from(auditLogs)
    .where(and(eq(auditLogs.action, "site.erase"), gt(auditLogs.at, since)))
    .limit(1);
  if (!erased) return;
  forgetMemory(reports);
  forgetAnswers(reports);
}
