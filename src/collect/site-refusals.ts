import type { Sql } from "#src/db/client.ts";
import { addDays, dayIn } from "#src/lib/time.ts";
import { type DropReason, dropReasons } from "./drop-reason.ts";

/** How many messages of one site were refused for a reason. */
export interface SiteRefusal {
  reason: DropReason;
  messages: number;
}

/** What was refused of a site yesterday and today, in its zone, the most frequent first. */
export async function readSiteRefusals(
  sql: Sql,
  { id, timeZone }: { id: number; timeZone: string },
  now: Date,
): Promise<SiteRefusal[]> {
  const rows = await sql<{ reason: string; messages: number }[]>`
    select reason, sum(messages)::float8 as messages
    from refusals
    where site_id = ${id}
      and day >= ${addDays(dayIn(timeZone, now), -1)}
    group by reason
    order by messages desc, reason
  `;
  // A reason of an older version, which nobody can explain any more, is left out.
  return rows.flatMap(({ reason, messages }) =>
    dropReasons.filter((known) => known === reason).map((known) => ({ reason: known, messages })),
  );
}
