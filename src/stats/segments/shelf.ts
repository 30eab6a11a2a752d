import type { Sql } from "#src/db/client.ts";
import { loadAhead, portionsOf } from "#src/lib/ahead.ts";
import { breathe } from "#src/lib/breathe.ts";
import { addDays, type Day, dayIn } from "#src/lib/time.ts";
import { type Filter, formatFilter } from "#src/stats/filter.ts";
import type { DaySegment, SiteMemory } from "#src/stats/memory.ts";
import type { Versions } from "#src/stats/versions.ts";
import { narrowingOf } from "./narrow.ts";
import { packSegment, unpackSegment } from "./pack.ts";
import { readSegment } from "./read.ts";
import type { Segment } from "./segment.ts";

interface Question {
  siteId: number;
  zone: string;
  /** What the visits will have to pass; of a running day no others need be read. */
  filters: readonly Filter[];
  /** Whether the minutes in which things happened are needed. */
  hasMinutes: boolean;
  memory: SiteMemory;
  versions: Versions;
}

/** Days whose packed segments are read at once: half a megabyte each on a busy site. */
const portionDays = 8;

/** The segments of the days that have figures, in order. */
export async function* readDaySegments(
  sql: Sql,
  question: Question,
): AsyncGenerator<{ day: Day; held: DaySegment }> {
  const portions = portionsOf([...question.versions], portionDays);
  const load = (days: [Day, string][]) => loadSegments(sql, question, days);
  for await (const portion of loadAhead(portions, load)) yield* portion;
}

async function loadSegments(
  sql: Sql,
  { siteId, zone, filters, hasMinutes, memory }: Question,
  days: readonly [Day, string][],
): Promise<{ day: Day; held: DaySegment }[]> {
  const wanted = days.map(([day, version]) => {
    const narrowing = isOver(day) ? [] : narrowingOf(filters);
    const name = narrowing.map(formatFilter).join("&");
    const held = memory.segmentOf(day, version, name);
    const isEnough = held && (held.segment.hasMinutes || !hasMinutes);
    return { day, version, narrowing, name, held: isEnough ? held : null };
  });
  const packed = await readPacked(
    sql,
    siteId,
    wanted.filter(({ held }) => !held),
  );
  const loaded: { day: Day; held: DaySegment }[] = [];
  for (const { day, version, narrowing, name, held: known } of wanted) {
    await breathe();
    const segment =
      known?.segment ??
      packed.get(day) ??
      (await makeSegment(sql, { siteId, zone, day, version, narrowing, hasMinutes }));
    const held = known ?? { version, segment, ids: new WeakMap() };
    if (!known) memory.holdSegment(day, name, held);
    loaded.push({ day, held });
  }
  return loaded;
}

async function readPacked(
  sql: Sql,
  siteId: number,
  days: readonly { day: Day; version: string }[],
): Promise<Map<Day, Segment | null>> {
  if (days.length === 0) return new Map();
  const rows = await sql<{ day: Day; bytes: Uint8Array }[]>`
    select day_segments.day::text, bytes
    from day_segments
    join unnest(
      ${days.map(({ day }) => day)}::date[],
      ${days.map(({ version }) => version)}::bigint[]
    ) as wanted (day, version) using (day, version)
    where site_id = ${siteId}
  `;
  return new Map(
    await Promise.all(
      rows.map(
        async ({ day, bytes }): Promise<[Day, Segment | null]> => [day, await unpackSegment(bytes)],
      ),
    ),
  );
}

/** A day's visits as of a version of its figures, which is read before them. */
interface SegmentVersion {
  siteId: number;
  zone: string;
  day: Day;
  version: string;
  narrowing: readonly Filter[];
  hasMinutes: boolean;
}

/**
 * Makes a day's segment of its visits and, if the day is over everywhere, stores it; but no part of a
 * day that was still running when it was asked for. The visits may be newer than the version; then
 * the version is about to change, and with it what is good.
 */
async function makeSegment(sql: Sql, of: SegmentVersion): Promise<Segment> {
  if (of.narrowing.length > 0 || !isOver(of.day)) return readSegment(sql, of);
  const segment = await readSegment(sql, { ...of, hasMinutes: true });
  const bytes = await packSegment(segment);
  await sql`
    insert into day_segments (site_id, day, version, bytes)
    select id, ${of.day}::date, ${of.version}::bigint, ${bytes}::bytea
    from sites
    where id = ${of.siteId} and deleted_at is null
      -- What was packed of a day whose visits are gone is all that there is of them.
      and (events_from is null or events_from <= ${of.day}::date)
    for key share
    on conflict (site_id, day) do update
    set version = excluded.version, bytes = excluded.bytes
  `;
  return segment;
}

/** Packs the days that are over and have no segment of their version; the latest first. */
export async function packFinishedDays(sql: Sql, now: Date): Promise<void> {
  await packDays(sql, addDays(lastDayOver(now), 1), null);
}

/** The same of one site or of all, with the days before one. */
export async function packDays(sql: Sql, before: Day, siteId: number | null): Promise<void> {
  const days = await sql<Omit<SegmentVersion, "narrowing" | "hasMinutes">[]>`
    select site_id as "siteId", time_zone as zone, day_versions.day::text, version::text
    from day_versions
    join sites on sites.id = site_id
    left join day_segments using (site_id, day, version)
    where day_segments.site_id is null
      and day_versions.day < ${before}
      and (events_from is null or day_versions.day >= events_from)
      and ${siteId === null ? sql`true` : sql`day_versions.site_id = ${siteId}`}
    order by day_versions.day desc, site_id
  `;
  for (const day of days) await makeSegment(sql, { ...day, narrowing: [], hasMinutes: true });
}

function isOver(day: Day): boolean {
  return day <= lastDayOver(new Date());
}

/** The last day that is over wherever one is: a late event may still change it, but rarely does. */
function lastDayOver(now: Date): Day {
  return addDays(dayIn("UTC", now), -2);
}
