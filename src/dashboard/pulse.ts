import type { Sql } from "#src/db/client.ts";
import { addDays, dayIn } from "#src/lib/time.ts";
import { countOnline } from "#src/stats/live.ts";
import { wholeScope } from "#src/stats/scope.ts";
import { readTotals } from "#src/stats/totals.ts";

/** What a site looks like at a moment. */
export interface Pulse {
  online: number;
  /** Changes whenever a figure of the running day does. */
  version: string;
}

/** Takes the pulse of a site: two short questions. */
export async function readPulse(
  sql: Sql,
  site: { id: number; timeZone: string },
  now: Date,
): Promise<Pulse> {
  const today = dayIn(site.timeZone, now);
  const [online, totals] = await Promise.all([
    countOnline(sql, site.id, now),
    readTotals(sql, wholeScope(site, { from: today, to: addDays(today, 1) })),
  ]);
  const version = [today, ...Object.values(totals).map((value) => value.toString(36))].join(".");
  return { online, version };
}
