import type { Deps } from "#src/auth/route.ts";
import { forgetOldFigures } from "#src/stats/retention.ts";
import { believeClock } from "./clock-store.ts";

/** Forgets what is kept no longer, by a clock that can be believed. */
export async function forgetFigures({
  database,
  config,
  now,
  log,
}: Pick<Deps, "database" | "config" | "now" | "log">): Promise<void> {
  const at = now();
  const belief = await believeClock(database.orm, at);
  if (!belief.isSure) {
    const [clock, last] = [at.toISOString(), belief.last.toISOString()];
    log("warn", "what is old is kept until the clock has been as it is for a day", { clock, last });
    return;
  }
  const { retentionMonths, eventRetentionMonths } = config;
  await forgetOldFigures(database.work, at, retentionMonths, eventRetentionMonths);
}
