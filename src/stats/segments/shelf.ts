import type { Sql } from "#src/db/client.ts";
import { loadAhead, portionsOf } from "#src/lib/ahead.ts";
import { breathe } from "#src/lib/breathe.ts";
import { addDays, type Day, dayIn } from "#src/lib/time.ts";
import type { DaySegment, SiteMemory } from "#src/stats/memory.ts";
import type { Versions } from "#src/stats/versions.ts";
import { packSegment, unpackSegment } from "./pack.ts";
import { readSegment } from "./read.ts";
import type { Segment } from "./segment.ts";

interface Question {
  siteId: number;
  zone: string;
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
  { siteId, zone, hasMinutes, memory }: Question,
  days: readonly [Day, string][],
): Promise<{ day: Day; held: DaySegment }[]> {
  const heldOf = (day: Day, version: string) => {
    const held = memory.segmentOf(day, version);
    return held?.segment.hasMinutes || !hasMinutes ? held : null;
  };
  const missing = days.filter(([day, version]) => !heldOf(day, version));
  const packed = missing.length > 0 ? await readPacked(sql, siteId, missing) : new Map();
  const loaded: { day: Day; held: DaySegment }[] = [];
  for (const [day, version] of days) {
    await breathe();
    const known = heldOf(day, version);
    const bytes = packed.get(day);
    const segment =
      known?.segment ??
      (bytes && unpackSegment(bytes)) ??
      (await makeSegment(sql, { siteId, zone, day, version, hasMinutes }));
    const held = known ?? { version, segment, ids: new WeakMap() };
    if (!known) memory.holdSegment(day, held);
    loaded.push({ day, held });
  }
  return loaded;
}

async function readPacked(
  sql: Sql,
  siteId: number,
  days: readonly [Day, string][],
): Promise<Map<Day, Uint8Array>> {
  const rows = await sql<{ day: Day; bytes: Uint8Array }[]>`
    select day_segments.day::text, bytes
    from day_segments
    join unnest(${days.map(([day]) => day)}::date[], ${days.map(([, version]) => version)}::bigint[])
      as wanted (day, version) using (day, version)
    where site_id = ${siteId}
  `;
  return new Map(rows.map(({ day, bytes }) => [day, bytes]));
}

/** A day's visits as of a version of its figures, which is read before them. */
interface SegmentVersion {
  siteId: number;
  zone: string;
  day: Day;
  version: string;
  hasMinutes: boolean;
}

/**
 * Makes a day's segment of its visits and, if the day is over everywhere, stores it. The visits may
 * be newer than the version; then the version is about to change, and with it what is good.
 */
export async function makeSegment(sql: Sql, of: SegmentVersion): Promise<Segment> {
  if (of.day > lastDayOver(new Date())) return readSegment(sql, of);
  const segment = await readSegment(sql, { ...of, hasMinutes: true });
  const bytes = packSegment(segment);
  await sql`
    insert into day_segments (site_id, day, version, bytes)
    values (${of.siteId}, ${of.day}, ${of.version}, ${bytes})
    on conflict (site_id, day) do update
    set version = excluded.version, bytes = excluded.bytes
  `;
  return segment;
}

/** Packs the days that are over and have no segment of their version; the latest first. */
export async function packFinishedDays(sql: Sql, now: Date): Promise<void> {
  const days = await sql<SegmentVersion[]>`
    select site_id as "siteId", time_zone as zone, day_versions.day::text, version::text,
           true as "hasMinutes"
    from day_versions
    join sites on sites.id = site_id
    left join day_segments using (site_id, day, version)
    where day_segments.site_id is null
      and day_versions.day <= ${lastDayOver(now)}
    order by day_versions.day desc, site_id
  `;
  for (const day of days) await makeSegment(sql, day);
}

/** The last day that is over wherever one is: a late event may still change it, but rarely does. */
function lastDayOver(now: Date): Day {
  return addDays(dayIn("UTC", now), -2);
}
