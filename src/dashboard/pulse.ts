import type { Sql } from "#src/db/client.ts";
import { Sharing } from "#src/lib/sharing.ts";
import { addDays, type Day, dayIn } from "#src/lib/time.ts";
import { countOnline, readFirstDay } from "#src/stats/live.ts";
import { wholeScope } from "#src/stats/scope.ts";
import { readTotals } from "#src/stats/totals.ts";

/** What a site looks like at a moment. */
export interface Pulse {
  /** The first day with an event; null before there is any. */
  firstDay: Day | null;
  online: number;
  /** Changes whenever a figure of the running day does. */
  version: string;
}

const pulses = new WeakMap<Sql, Sharing<string, Pulse>>();

/**
 * Takes the pulse of a site: three questions, one of which looks at every visit of the day. All who
 * look at the site share it.
 */
export function readPulse(
  sql: Sql,
  site: { id: number; timeZone: string },
  now: Date,
): Promise<Pulse> {
  const sharing = pulses.get(sql) ?? new Sharing<string, Pulse>();
  pulses.set(sql, sharing);
  const today = dayIn(site.timeZone, now);
  return sharing.ask(`${site.id} ${today}`, () => askPulse(sql, site, { now, today }));
}

/** The stream of the pulses after the one that a page shows. */
export function liveHrefOf(domain: string, version: string): string {
  return `/sites/${encodeURIComponent(domain)}/live?seen=${version}`;
}

async function askPulse(
  sql: Sql,
  site: { id: number; timeZone: string },
  { now, today }: { now: Date; today: Day },
): Promise<Pulse> {
  const [firstDay, online, totals] = await Promise.all([
    readFirstDay(sql, site.id),
    countOnline(sql, site.id, now),
    readTotals(sql, wholeScope(site, { from: today, to: addDays(today, 1) })),
  ]);
  const version = [today, ...Object.values(totals).map((value) => value.toString(36))].join(".");
  return { firstDay, online, version };
}
