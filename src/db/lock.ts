import { sql } from "drizzle-orm";
import type { Orm } from "./client.ts";

/** Waits until nobody else in the database holds this lock, and holds it until the commit. */
export async function lockUntilCommit(tx: Pick<Orm, "execute">, key: number): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${key})`);
}
