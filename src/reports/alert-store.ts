import { and, eq, isNull, or, sql } from "drizzle-orm";
import type { Rows } from "#src/auth/session.ts";
import type { Sql } from "#src/db/client.ts";
import { settings, siteAlerts, sites } from "#src/db/schema/tables.ts";
import type { AlertPayload } from "#src/mail/outbox.ts";
import type { WallHour } from "./hours.ts";

export type AlertKind = AlertPayload["alert"];

/** A site of which somebody wants to know when it becomes unusual. */
export type WatchedSite = typeof sites.$inferSelect;

const dayMs = 86_400_000;
/** How many of the days before have to have had an event for a day without one to be odd. */
const busyDaysMin = 5;
const busyDaysOf = 7;

/** The sites that are counted and have any alert switched on. */
export async function listWatchedSites(rows: Rows): Promise<WatchedSite[]> {
  return await rows
    .select()
    .from(sites)
    .where(and(isNull(sites.archivedAt), or(sites.alertSpike, sites.alertDrop, sites.alertSilence)))
    .orderBy(sites.id);
}

/** A site that is still counted; null when it is not. */
export async function findCountedSite(rows: Rows, id: number): Promise<WatchedSite | null> {
  const [site] = await rows
    .select()
    .from(sites)
    .where(and(eq(sites.id, id), isNull(sites.archivedAt)));
  return site ?? null;
}

/** How many visitors did anything in each of these hours. */
export async function countVisitors(
  sql: Sql,
  siteId: number,
  hours: readonly WallHour[],
): Promise<number[]> {
  const starts = hours.map(({ start }) => start.toISOString());
  const ends = hours.map(({ end }) => end.toISOString());
  // The day is the site's own, which is UTC's or one beside it; it finds the partition.
  const rows = await sql<{ visitors: number }[]>`
    select seen.visitors
    from unnest(${starts}::timestamptz[], ${ends}::timestamptz[])
      with ordinality as hour (started_at, ended_at, position)
    cross join lateral (
      select count(distinct (day, visitor))::int as visitors
      from events
      where site_id = ${siteId}
        and day between (hour.started_at at time zone 'UTC')::date - 1
                    and (hour.started_at at time zone 'UTC')::date + 1
        and ts >= hour.started_at
        and ts < hour.ended_at
    ) seen
    order by hour.position
  `;
  return rows.map(({ visitors }) => visitors);
}

/**
 * When the last event of a site came, if that is more than a day ago and there was one on most days
 * of the week before; null when nothing is odd.
 */
export async function findSilence(sql: Sql, siteId: number, now: Date): Promise<Date | null> {
  const from = new Date(now.getTime() - (busyDaysOf + 1) * dayMs);
  const [row] = await sql<{ lastMs: number | null; days: number }[]>`
    select
      extract(epoch from max(ts))::float8 * 1000 as "lastMs",
      count(distinct floor(extract(epoch from ${now}::timestamptz - ts) / 86400))::int as days
    from events
    where site_id = ${siteId}
      and day >= (${from}::timestamptz at time zone 'UTC')::date - 1
      and ts > ${from}
      and ts <= ${now}
  `;
  const { lastMs = null, days = 0 } = row ?? {};
  if (lastMs === null || days < busyDaysMin || now.getTime() - lastMs < dayMs) return null;
  return new Date(lastMs);
}

/**
 * Notes that a site is unusual; false when that was known, or when it was said of it within a day:
 * what comes and goes by the hour is no news each time.
 */
export async function beginAlert(
  rows: Rows,
  { siteId, kind, now }: { siteId: number; kind: AlertKind; now: Date },
): Promise<boolean> {
  const before = new Date(now.getTime() - dayMs).toISOString();
  const begun = await rows
    .insert(siteAlerts)
    .values({ siteId, kind, alertedAt: now })
    .onConflictDoUpdate({
      target: [siteAlerts.siteId, siteAlerts.kind],
      set: { alertedAt: now, endedAt: null },
      setWhere: sql`${siteAlerts.endedAt} is not null and ${siteAlerts.alertedAt} < ${before}`,
    })
    .returning();
  return begun.length > 0;
}

/** Notes that a site is as usual again. */
export async function endAlert(
  rows: Rows,
  { siteId, kind, now }: { siteId: number; kind: AlertKind; now: Date },
): Promise<void> {
  await rows
    .update(siteAlerts)
    .set({ endedAt: now })
    .where(
      and(eq(siteAlerts.siteId, siteId), eq(siteAlerts.kind, kind), isNull(siteAlerts.endedAt)),
    );
}

const beatName = "alerts_beat";
/** A pause as long as this is an outage: what was not sent to us then, we cannot miss. */
const pauseMaxMs = 3 * 3_600_000;

/** Notes that the server is looking, and says since when it has done so without a long pause. */
export async function noteBeat(rows: Rows, now: Date): Promise<Date> {
  const [row] = await rows.select().from(settings).where(eq(settings.name, beatName));
  const known = row?.value as { since: string; last: string } | undefined;
  const isGoingOn = known && now.getTime() - Date.parse(known.last) < pauseMaxMs;
  const since = isGoingOn ? known.since : now.toISOString();
  const value = { since, last: now.toISOString() };
  await rows
    .insert(settings)
    .values({ name: beatName, value })
    .onConflictDoUpdate({ target: settings.name, set: { value } });
  return new Date(since);
}
