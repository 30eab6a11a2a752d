import type { Sql } from "#src/db/client.ts";
import { dropPartitionsBefore } from "#src/db/partitions.ts";
import { monthStart } from "#src/lib/time.ts";
import { dailyDimensions } from "./dimensions.ts";

/**
 * Forgets everything that was counted more than so many months before this one: whole months of
 * events and visits, which costs nothing however many they are, and the daily figures of them.
 * Units: `months` 0 keeps everything for ever.
 * Errors: that of a lock which somebody holds; the next run tries again.
 */
export async function forgetOldFigures(sql: Sql, now: Date, months: number): Promise<void> {
  if (months === 0) return;
  const end = monthStart(now.toISOString().slice(0, 10), -months);
  await dropPartitionsBefore(sql, end);
  // By the key, in which the site and the dimension stand before the day.
  await sql`
    delete from daily_lists
    using sites
    where daily_lists.site_id = sites.id
      and dimension = any (${[...dailyDimensions]})
      and day < ${end}
  `;
  await sql`
    delete from day_segments
    where day < ${end}
  `;
  // With the version goes every answer that was counted from the day.
  await sql`
    delete from day_versions
    where day < ${end}
  `;
}
