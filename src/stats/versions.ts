import type { Sql } from "#src/db/client.ts";
import type { Day } from "#src/lib/time.ts";
import type { Scope } from "./scope.ts";

/** The version of each day of a scope that has figures, in the order of the days. */
export type Versions = ReadonlyMap<Day, string>;

/** Reads which computation the figures of each day are of. */
export async function readVersions(sql: Sql, { siteId, range }: Scope): Promise<Versions> {
  const rows = await sql<{ day: Day; version: string }[]>`
    select day::text, version::text
    from day_versions
    where site_id = ${siteId}
      and day >= ${range.from}
      and day < ${range.to}
    order by day_versions.day
  `;
  return new Map(rows.map(({ day, version }) => [day, version]));
}
