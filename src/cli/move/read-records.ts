import type { Progress } from "#src/cli/progress.ts";
import { StartupError } from "#src/lib/errors.ts";
import type { Day } from "#src/lib/time.ts";
import type { Segment } from "#src/stats/segments/segment.ts";
import type { Counts, End } from "./format.ts";
import { type MovedEvent, parseEvent } from "./parse-event.ts";
import { type MovedList, parseFigures } from "./parse-figures.ts";
import { type ParsedSite, parseHeader } from "./parse-site.ts";
import { parseVisits } from "./parse-visits.ts";
import { type Line, readLines } from "./read-file.ts";
import { Fault, readObject, readWhole } from "./shape.ts";

/** One line of a file, understood. */
export type MovedRecord =
  | { kind: "site"; site: ParsedSite }
  | { kind: "figures"; list: MovedList }
  | { kind: "visits"; day: Day; segment: Segment }
  | { kind: "events"; event: MovedEvent }
  | { kind: "end"; end: End };

interface Input {
  path: string;
  now: Date;
  onProgress: Progress;
}

/**
 * What is in a file, line by line. Whoever has been handed the end, and no error after it, knows that
 * all of it is as it was written.
 * Errors: `StartupError`, one sentence with the number of the line.
 */
export async function* readRecords({ path, now, onProgress }: Input): AsyncGenerator<MovedRecord> {
  const hash = new Bun.CryptoHasher("sha256");
  const counts: Counts = { events: 0, figures: 0, visits: 0 };
  let site: ParsedSite | null = null;
  let isEnded = false;
  for await (const line of readLines(path, onProgress)) {
    if (isEnded) throw new StartupError(`Line ${line.number} of ${path} stands behind the end.`);
    const record = parseLine(line, { path, site, now });
    if (record.kind === "end") {
      checkEnd(record.end, counts, hash.digest("hex"), path);
      isEnded = true;
    } else {
      hash.update(line.bytes);
      hash.update("\n");
      if (record.kind === "site") site = record.site;
      else counts[record.kind] += 1;
    }
    yield record;
  }
  if (!isEnded) throw cutShort(path);
}

function cutShort(path: string): StartupError {
  return new StartupError(`${path} is cut short: its last line is missing. Nothing was imported.`);
}

interface Context {
  path: string;
  site: ParsedSite | null;
  now: Date;
}

function parseLine(line: Line, { path, site, now }: Context): MovedRecord {
  try {
    const json = parseJson(line);
    if (!site) return { kind: "site", site: parseHeader(json, now) };
    return parseRecord(json, site, now);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (!line.isEnded) throw cutShort(path);
    throw new StartupError(`Line ${line.number} of ${path}: ${error.message}.`);
  }
}

function parseJson({ bytes }: Line): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new Fault("it is no JSON");
  }
}

function parseRecord(json: unknown, { fields, eventsFrom }: ParsedSite, now: Date): MovedRecord {
  const line = readObject(json, "the line");
  const [kind = "", ...more] = Object.keys(line);
  if (more.length > 0) throw new Fault("it holds more than one thing");
  switch (kind) {
    case "event":
      return {
        kind: "events",
        event: parseEvent(line.event, { zone: fields.timeZone, eventsFrom, now }),
      };
    case "figures":
      return { kind, list: parseFigures(line.figures, eventsFrom) };
    case "visits":
      return { kind, ...parseVisits(line.visits, eventsFrom) };
    case "end":
      return { kind, end: parseEnd(line.end) };
    default:
      throw new Fault("it is neither an event nor figures, visits or the end");
  }
}

function parseEnd(value: unknown): End {
  const end = readObject(value, "the end", ["events", "figures", "visits", "sha256"]);
  const countOf = (name: keyof Counts) => readWhole(end[name], name, Number.MAX_SAFE_INTEGER);
  return {
    ...{ events: countOf("events"), figures: countOf("figures"), visits: countOf("visits") },
    sha256: String(end.sha256),
  };
}

function checkEnd(end: End, counts: Counts, sha256: string, path: string): void {
  const names = ["events", "figures", "visits"] as const;
  const isWhole = names.every((name) => end[name] === counts[name]) && end.sha256 === sha256;
  if (!isWhole)
    throw new StartupError(`${path} is not as it was exported: lines were lost or changed.`);
}
