import { isNotNull } from "drizzle-orm";
import type { Database, Orm, Sql } from "#src/db/client.ts";
import { readDatabaseFacts } from "#src/db/facts.ts";
import { readGauges } from "#src/db/gauges.ts";
import { readPulse } from "#src/db/pulse.ts";
import { jobRuns } from "#src/db/schema/tables.ts";
import type { DatabaseState, JobError } from "./facts.ts";
import { skewOf } from "./skew.ts";

/** Looks into a database whose tables are those of this version. Errors: whatever it says. */
export async function lookInto(
  { orm, reports }: Pick<Database, "orm" | "reports">,
  now: () => Date,
): Promise<DatabaseState> {
  const askedAt = now();
  const pulse = await readPulse(orm);
  const skewMs = skewOf(pulse.now, { askedAt, answeredAt: now() });
  const [{ version, bytes }, gauges, jobErrors] = await Promise.all([
    readDatabaseFacts(reports),
    readGauges(orm),
    readJobErrors(orm),
  ]);
  return { kind: "open", version, bytes, pulse, skewMs, gauges, jobErrors };
}

/** The same of one whose tables are not, so that nothing but the server itself can be asked. */
export async function lookAtServer(sql: Sql, pending: number): Promise<DatabaseState> {
  const [row] = await sql<{ version: string; bytes: number }[]>`
    select split_part(current_setting('server_version'), ' ', 1) as version,
           pg_database_size(current_database())::float8 as bytes
  `;
  return { kind: "behind", version: row?.version ?? "", bytes: row?.bytes ?? 0, pending };
}

async function readJobErrors(orm: Orm): Promise<JobError[]> {
  const rows = await orm
    .select({ name: jobRuns.name, error: jobRuns.error })
    .from(jobRuns)
    .where(isNotNull(jobRuns.failedAt));
  return rows.map(({ name, error }) => ({ name, error: error ?? "" }));
}
