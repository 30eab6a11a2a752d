import { isNotNull } from "drizzle-orm";
import type { Database, Orm, Sql } from "#src/db/client.ts";
import { readDatabaseFacts } from "#src/db/facts.ts";
import { readGauges } from "#src/db/gauges.ts";
import { jobRuns } from "#src/db/schema/tables.ts";
import { readVitals } from "#src/db/vitals.ts";
import type { DatabaseState, JobError, OpenDatabase } from "./facts.ts";
import { skewOf } from "./skew.ts";

/** Looks into a database whose tables are those of this version. Errors: whatever it says. */
export async function lookInto(
  { orm, reports }: Pick<Database, "orm" | "reports">,
  now: () => Date,
): Promise<OpenDatabase> {
  const askedAt = now();
  const vitals = await readVitals(orm);
  const skewMs = skewOf(vitals.now, { askedAt, answeredAt: now() });
  const [{ version, bytes }, gauges, jobErrors] = await Promise.all([
    readDatabaseFacts(reports),
    readGauges(orm),
    readJobErrors(orm),
  ]);
  return { kind: "open", version, bytes, vitals, skewMs, gauges, jobErrors };
}

/** The same of one whose tables are not, so that nothing but the server itself can be asked. */
export async function lookAtServer(sql: Sql, pending: number): Promise<DatabaseState> {
  return { kind: "behind", ...(await readDatabaseFacts(sql)), pending };
}

async function readJobErrors(orm: Orm): Promise<JobError[]> {
  const rows = await orm
    .select({ name: jobRuns.name, error: jobRuns.error })
    .from(jobRuns)
    .where(isNotNull(jobRuns.failedAt));
  return rows.map(({ name, error }) => ({ name, error: error ?? "" }));
}
