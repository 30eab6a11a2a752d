import type { Sql } from "#src/db/client.ts";
import { dropPartitionsBefore } from "#src/db/partitions.ts";
import { type Day, dayIn, monthStart } from "#src/lib/time.ts";
import { eraseDays } from "./erase.ts";

interface Site {
  id: number;
  zone: string;
  months: number | null;
}

/**
 * Forgets everything that was counted more than so many months before this one, by the clock of
 * each site: by the months of the instance, or by its own, which may be fewer or more. Months that
 * no site keeps are dropped as whole tables, which costs nothing however much they hold; what only
 * some sites do not keep is deleted day by day.
 * Units: `months` 0 keeps everything for ever.
 * Errors: that of a lock which somebody holds; the next run tries again.
 */
export async function forgetOldFigures(sql: Sql, now: Date, months: number): Promise<void> {
  const sites = await sql<Site[]>`
    select id, time_zone as zone, retention_months as months
    from sites
    where deleted_at is null
    order by id
  `;
  const ends = sites.map((site) => ({ site, end: endOf(site, { now, months }) }));
  const dropped = firstKept(ends.length > 0 ? ends : [{ end: endOf(null, { now, months }) }]);
  if (dropped) await dropPartitionsBefore(sql, dropped);
  for (const { site, end } of ends) if (end) await eraseDays(sql, { siteId: site.id, before: end });
}

/** The first day that a site keeps, or that of an instance without any; null keeps everything. */
function endOf(site: Site | null, { now, months }: { now: Date; months: number }): Day | null {
  const kept = site?.months ?? months;
  return kept === 0 ? null : monthStart(dayIn(site?.zone ?? "UTC", now), -kept);
}

/** The first of all days that anybody keeps; null when somebody keeps everything. */
function firstKept(ends: readonly { end: Day | null }[]): Day | null {
  const days = ends.map(({ end }) => end);
  return days.includes(null) ? null : (days.toSorted()[0] ?? null);
}
