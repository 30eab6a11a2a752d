import type { Sql } from "#src/db/client.ts";
import { addDays, type Day } from "#src/lib/time.ts";
import type { Scope } from "./scope.ts";

/** The version of each day of a scope that has figures, in the order of the days. */
export type Versions = ReadonlyMap<Day, string>;

/** Reads which computation the figures of each day are of. */
export async function readVersions(sql: Sql, { siteId, range, since }: Scope): Promise<Versions> {
  // A visit belongs to the day on which it began, which may have been the day before.
  const from = since ? addDays(range.from, -1) : range.from;
  const rows = await sql<{ day: Day; version: string }[]>`
    select day::text, version::text
    from day_versions
    where site_id = ${siteId}
      and day >= ${from}
      and day < ${range.to}
    order by day_versions.day
  `;
  return new Map(rows.map(({ day, version }) => [day, version]));
}
