import type { Progress } from "#src/cli/progress.ts";
import type { Sql } from "#src/db/client.ts";
import { openDedicated } from "#src/db/dedicated.ts";
import { StartupError } from "#src/lib/errors.ts";
import type { Day } from "#src/lib/time.ts";
import type { Site } from "#src/sites/site.ts";
import { unpackSegment } from "#src/stats/segments/pack.ts";
import type { Segment } from "#src/stats/segments/segment.ts";
import { openSnapshot, readEvents, readExtent, readLists, readSegments } from "./export-store.ts";
import { type Counts, type End, headerOf } from "./format.ts";

interface Input {
  /** A client of the database; a connection like its own is opened. */
  sql: Sql;
  site: Site;
  now: Date;
  onProgress?: Progress;
}

/**
 * The lines of a site as it is at one moment, some at a time, while everything goes on.
 * Errors: `StartupError` when a day's visits are packed in a way that is not understood.
 */
export async function* exportSite(input: Input): AsyncGenerator<Buffer, Counts> {
  let isLost = false;
  const connection = openDedicated(input.sql, () => {
    isLost = true;
  });
  const hash = new Bun.CryptoHasher("sha256");
  const counts: Counts = { events: 0, figures: 0, visits: 0 };
  try {
    for await (const { kind, lines } of readAll(connection, input)) {
      if (isLost) throw new StartupError("The database went away during the export.");
      if (kind !== "site") counts[kind] += lines.length;
      const bytes = Buffer.from(`${lines.join("\n")}\n`);
      hash.update(bytes);
      yield bytes;
    }
    const end: End = { ...counts, sha256: hash.digest("hex") };
    yield Buffer.from(`${JSON.stringify({ end })}\n`);
    return counts;
  } finally {
    await connection.end({ timeout: 1 });
  }
}

interface Portion {
  kind: keyof Counts | "site";
  lines: string[];
}

async function* readAll(
  connection: Sql,
  { site, now, onProgress = () => {} }: Input,
): AsyncGenerator<Portion> {
  await openSnapshot(connection);
  const { eventsFrom, events, finalDays } = await readExtent(connection, site.id);
  const total = events + finalDays;
  let done = 0;
  const tell = (more: number) => {
    done += more;
    onProgress(done, total);
  };
  tell(0);
  yield { kind: "site", lines: [JSON.stringify(headerOf({ ...site, eventsFrom }, now))] };
  if (eventsFrom) {
    for await (const rows of readLists(connection, site.id, eventsFrom))
      yield { kind: "figures", lines: rows.map(({ line }) => line) };
    for await (const rows of readSegments(connection, site.id, eventsFrom))
      for (const { day, bytes } of rows) {
        yield { kind: "visits", lines: [lineOf(day, await unpackSegment(bytes))] };
        tell(1);
      }
  }
  for await (const rows of readEvents(connection, site.id, eventsFrom)) {
    yield { kind: "events", lines: rows.map(({ line }) => line) };
    tell(rows.length);
  }
}

/** The visits of a day with each column as a list; a column of texts by its dictionary. */
function lineOf(day: Day, segment: Segment | null): string {
  if (!segment) throw new StartupError(`The visits of ${day} cannot be read by this version.`);
  const { base, visits, numbers, texts } = segment;
  const columns = {
    numbers: Object.fromEntries(
      Object.entries(numbers).map(([name, ints]) => [name, Array.from(ints)]),
    ),
    texts: Object.fromEntries(
      Object.entries(texts).map(([name, { values, codes }]) => [
        name,
        { values, codes: Array.from(codes) },
      ]),
    ),
  };
  return JSON.stringify({ visits: { day, base, count: visits, ...columns } });
}
