import type { Sql } from "#src/db/client.ts";
import { type Day, dayStart } from "#src/lib/time.ts";
import { saltAheadHours, saltLifeHours } from "./salts.ts";

/** When the salt of a day goes. */
export interface SaltEnd {
  day: Day;
  endsAt: Date;
}

const hourMs = 3_600_000;

/** The salts that a site has right now, and when each is destroyed: by its day, and by its age. */
export async function readSaltEnds(
  sql: Sql,
  { id, timeZone }: { id: number; timeZone: string },
): Promise<SaltEnd[]> {
  const rows = await sql<{ day: Day; made_ms: number }[]>`
    select day::text, extract(epoch from created_at)::float8 * 1000 as made_ms
    from salts
    where site_id = ${id}
    order by salts.day
  `;
  return rows.map(({ day, made_ms }) => {
    const byDay = dayStart(timeZone, day).getTime() + saltLifeHours * hourMs;
    const byAge = made_ms + (saltLifeHours + saltAheadHours) * hourMs;
    return { day, endsAt: new Date(Math.min(byDay, byAge)) };
  });
}
