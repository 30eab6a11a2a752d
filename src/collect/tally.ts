import type { Sql } from "#src/db/client.ts";
import { withDeadline } from "#src/lib/deadline.ts";
import type { Log } from "#src/lib/log.ts";
import { type Day, dayIn } from "#src/lib/time.ts";
import type { DropReason } from "./drop-reason.ts";
import { codeOf } from "./outage.ts";

/** Counts what was refused, by site and day, for whoever wonders where their visits are. */
export interface Tally {
  /** Counts one; the site is null when nobody knows whose the message was. */
  note(reason: DropReason, site: TallySite | null, at: Date): void;
  /** Writes what was counted since the last time. */
  flush(): Promise<void>;
}

interface TallySite {
  id: number;
  timeZone: string;
}
interface Count {
  siteId: number;
  day: Day;
  reason: DropReason;
  messages: number;
}

/** The site that keys of no site are counted for. */
const noSite: TallySite = { id: 0, timeZone: "UTC" };
const restMs = 2_000;
const patienceMs = 2_000;

/**
 * Makes a tally. It writes two seconds after the first count, so that a flood of refusals costs one
 * statement in two seconds; while the database is away the counts stay in memory, one for each
 * site, day and reason. A server that is killed loses the counts of its last two seconds.
 */
export function createTally(sql: Sql, log: Log): Tally {
  let counts = new Map<string, Count>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  let writing: Promise<void> = Promise.resolve();

  const add = (count: Count) => {
    const key = `${count.siteId} ${count.day} ${count.reason}`;
    const known = counts.get(key);
    if (known) known.messages += count.messages;
    else counts.set(key, { ...count });
    timer ??= setTimeout(() => void write(), restMs);
  };
  // One at a time: whoever flushes waits for the one that is on its way as well.
  const write = () => {
    writing = writing.then(writeAll);
    return writing;
  };
  const writeAll = async () => {
    if (timer) clearTimeout(timer);
    timer = null;
    const written = [...counts.values()];
    if (written.length === 0) return;
    counts = new Map();
    try {
      await withDeadline(writeCounts(sql, written), patienceMs);
    } catch (error) {
      log("warn", "refusals are not written yet", { code: codeOf(error) });
      written.forEach(add);
    }
  };

  return {
    note: (reason, site, at) => {
      const { id, timeZone } = site ?? noSite;
      add({ siteId: id, day: dayIn(timeZone, at), reason, messages: 1 });
    },
    flush: async () => {
      await write();
      if (timer) clearTimeout(timer);
    },
  };
}

async function writeCounts(sql: Sql, counts: readonly Count[]): Promise<void> {
  await sql`
    with counted as materialized (
      select id
      from sites
      where id = any (${counts.map(({ siteId }) => siteId)}::integer[]) and deleted_at is null
      for key share
    )
    insert into refusals as known (site_id, day, reason, messages)
    select *
    from unnest(
      ${counts.map(({ siteId }) => siteId)}::integer[],
      ${counts.map(({ day }) => day)}::date[],
      ${counts.map(({ reason }) => reason)}::text[],
      ${counts.map(({ messages }) => messages)}::bigint[]
    ) as refused (site_id, day, reason, messages)
    where site_id = ${noSite.id} or site_id in (select id from counted)
    -- Two servers take their locks in the same order.
    order by 1, 2, 3
    on conflict (site_id, day, reason) do update
    set messages = known.messages + excluded.messages
  `;
}

/** How many messages of a site were refused for a reason. */
export interface RefusalCount {
  /** Null for keys that no site has, and for sites that are gone. */
  domain: string | null;
  reason: string;
  week: number;
  month: number;
}

/** What was refused in the last 7 and 30 days, by site and reason, the most frequent first. */
export async function readRefusals(sql: Sql, now: Date, limit: number): Promise<RefusalCount[]> {
  const today = dayIn("UTC", now);
  return await sql<RefusalCount[]>`
    select sites.domain, reason,
           coalesce(sum(messages) filter (where day > ${today}::date - 7), 0)::float8 as week,
           sum(messages)::float8 as month
    from refusals
    left join sites on sites.id = refusals.site_id
    where day > ${today}::date - 30
    group by 1, 2
    order by month desc, 1, 2
    limit ${limit}
  `;
}
