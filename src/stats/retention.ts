import type { Sql } from "#src/db/client.ts";
import { dropPartitionsBefore } from "#src/db/partitions.ts";
import { type Day, dayIn, monthStart } from "#src/lib/time.ts";
import { eraseDays, eraseEvents } from "./erase.ts";
import { partWithEvents } from "./part-with-events.ts";

interface Site {
  id: number;
  zone: string;
  months: number | null;
  eventsFrom: Day | null;
}

/** How many whole months an instance keeps of figures, and of single events. */
interface Terms {
  now: Date;
  months: number;
  eventMonths: number | null;
  onFailure(error: unknown): void;
}

/**
 * Forgets everything that was counted more than so many months before this one, by the clock of
 * each site: by the months of the instance, or by its own, which may be fewer or more. Single events
 * and visits may go before the figures. Their months that no site keeps are dropped as whole tables,
 * which costs nothing however much they hold; what only some sites do not keep is deleted day by day.
 * Units: 0 months keep everything for ever; `eventMonths` 0 or null keep events as long as figures.
 * Errors: that of a lock which somebody holds; the next run tries again. What keeps one site from
 * parting with events is thrown once all that is due of the others, and of its figures, is gone.
 */
export async function forgetOldFigures(
  sql: Sql,
  now: Date,
  months: number,
  eventMonths: number | null = null,
): Promise<void> {
  const failures: unknown[] = [];
  const terms = { now, months, eventMonths, onFailure: (error: unknown) => failures.push(error) };
  const sites = await sql<Site[]>`
    select id, time_zone as zone, retention_months as months, events_from::text as "eventsFrom"
    from sites
    where deleted_at is null
    order by id
  `;
  const ends = [];
  for (const site of sites) ends.push({ site, ...(await endsOf(sql, site, terms)) });
  const kept = ends.length > 0 ? ends.map(({ events }) => events) : [endOf(null, now, months)];
  const dropped = firstKept(kept);
  if (dropped) await dropPartitionsBefore(sql, dropped);
  for (const { site, events, figures } of ends) {
    if (events) await eraseEvents(sql, { siteId: site.id, before: events });
    if (figures) await eraseDays(sql, { siteId: site.id, before: figures });
  }
  if (failures.length > 0) throw failures[0];
}

/** The first days that a site keeps; null keeps everything. */
async function endsOf(sql: Sql, site: Site, { now, months, eventMonths, onFailure }: Terms) {
  const figures = endOf(site, now, site.months ?? months);
  const wanted = endOf(site, now, eventMonths ?? 0);
  if (!wanted || (figures && figures >= wanted)) return { figures, events: figures };
  const parted = await partWithEvents(sql, site, wanted).catch((error: unknown) => {
    onFailure(error);
    return site.eventsFrom;
  });
  return { figures, events: parted && figures ? later(parted, figures) : (parted ?? figures) };
}

/** The first day that is kept by the clock of a site, or of an instance without any. */
function endOf(site: Site | null, now: Date, months: number): Day | null {
  return months === 0 ? null : monthStart(dayIn(site?.zone ?? "UTC", now), -months);
}

function later(a: Day, b: Day): Day {
  return a > b ? a : b;
}

/** The first of all days that anybody keeps; null when somebody keeps everything. */
function firstKept(days: readonly (Day | null)[]): Day | null {
  return days.includes(null) ? null : (days.toSorted()[0] ?? null);
}
