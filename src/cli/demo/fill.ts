import type { Database } from "#src/db/client.ts";
import { ensurePartitionsBetween } from "#src/db/partitions.ts";
import { addDays, type Day, dayIn } from "#src/lib/time.ts";
import { recomputeDay } from "#src/stats/project/daily.ts";
import { projectAllPending } from "#src/stats/project/visits.ts";
import { type DemoEvent, demoDomain, eventsOfDay } from "./day.ts";
import { analyseFigures, deleteFigures, ensureDemoSite, storeEvents } from "./store.ts";

const daysOfYear = 365;
const portionDays = 5;

interface Options {
  database: Pick<Database, "work">;
  now: Date;
  /** How many days the demo goes back; a year unless a test wants less. */
  days?: number;
  onProgress?: (done: number, total: number) => void;
}

/**
 * Fills the demo's site with a year of traffic up to `now`, through the projections that real
 * events take. What the site had before is replaced, so that it may be run again at any time, also
 * while the server is running.
 */
export async function fillDemo({
  database,
  now,
  days = daysOfYear,
  onProgress = () => {},
}: Options): Promise<{ siteId: number; domain: string; events: number }> {
  const sql = database.work;
  const site = await ensureDemoSite(sql);
  const today = dayIn(site.zone, now);
  const first = addDays(today, 1 - days);
  await ensurePartitionsBetween(sql, new Date(first), new Date(today));
  onProgress(0, days);
  await deleteFigures(sql, site.id);
  let events = 0;
  for (let done = 0; done < days; done += portionDays) {
    const portion = daysFrom(addDays(first, done), Math.min(portionDays, days - done));
    const made = portion.flatMap((day) => eventsUntil(day, today, site.zone, now));
    await storeEvents(sql, site.id, made);
    await projectAllPending(sql);
    for (const day of portion) await recomputeDay(sql, { siteId: site.id, day });
    events += made.length;
    onProgress(done + portion.length, days);
  }
  await analyseFigures(sql);
  return { siteId: site.id, domain: demoDomain, events };
}

/** The events of a day that have happened by now; who is reading just now was seen just now. */
function eventsUntil(day: Day, today: Day, zone: string, now: Date): DemoEvent[] {
  const daysAgo = Math.round((Date.parse(today) - Date.parse(day)) / 86_400_000);
  const until = now.toISOString();
  return eventsOfDay(day, daysAgo, zone)
    .filter((event) => event.ts <= until)
    .map((event) => (event.last_seen_at > until ? { ...event, last_seen_at: until } : event));
}

function daysFrom(first: Day, count: number): Day[] {
  return Array.from({ length: count }, (_, index) => addDays(first, index));
}
