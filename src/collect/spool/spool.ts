import { mkdirSync, readdirSync, statSync } from "node:fs";
import { appendFile, type FileHandle, open, readFile, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { EventRow } from "#src/collect/event-row.ts";
import type { Log } from "#src/lib/log.ts";
import { decodeRecords, encodeRecord } from "./record.ts";

/**
 * Events on disk while the database is away: files that are only ever appended to, each record on
 * disk before it is acknowledged. What is stored in the database is deleted a file at a time; a
 * file that was stored twice because the server died in between does no harm, since rows are stored
 * once however often they come. Rows hold no address, no user agent and no salt.
 */
export interface Spool {
  /**
   * Appends the rows of each request; resolves to true when they are on disk, to false when there
   * is no room.
   */
  append(requests: readonly (readonly EventRow[])[]): Promise<boolean>;
  /** What waits. Units: bytes. */
  readonly bytes: number;
  /** How many records were appended since the start and wait. */
  readonly records: number;
  /** When the oldest of what waits came; null when nothing waits. */
  readonly since: Date | null;
  /** Whether it takes nothing at present: there was just no room, or the disk has refused. */
  readonly isFull: boolean;
  /** Records that were found broken since the start. */
  readonly broken: number;
  /**
   * Hands everything to `store`, the oldest first, and deletes what it has taken.
   * Errors: whatever `store` throws; what was not taken stays.
   */
  drain(store: (rows: readonly EventRow[]) => Promise<void>): Promise<void>;
  /** Closes the file at hand; the next append would begin another. */
  close(): Promise<void>;
}

interface Options {
  /** Made when it is first needed. */
  dir: string;
  maxBytes: number;
  log: Log;
}

const segmentMaxBytes = 8 * 1024 * 1024;
const portionRows = 1_000;
/** After there was no room, or the disk has refused, how long nothing more is tried. */
const refusedMs = 1_000;
const segmentName = /^(\d{10})\.spool$/;

/** Opens the spool of a folder; what an earlier run has left there waits in it. */
export function openSpool({ dir, maxBytes, log }: Options): Spool {
  const segments = listSegments(dir);
  let next = (segments.at(-1)?.number ?? 0) + 1;
  let current: { file: FileHandle; segment: Segment } | null = null;
  let refusedUntil = 0;
  let broken = 0;

  // A file is closed between two appends, never in one.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work);
    turn = done.catch(() => {});
    return done;
  };

  const sum = () => segments.reduce((bytes, segment) => bytes + segment.bytes, 0);
  const pathOf = ({ number }: Segment) => join(dir, `${String(number).padStart(10, "0")}.spool`);

  const openCurrent = async () => {
    if (current && current.segment.bytes < segmentMaxBytes) return current;
    await closeCurrent();
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const segment = { number: next++, bytes: 0, records: 0, createdAt: new Date() };
    const file = await open(pathOf(segment), "ax", 0o600);
    await syncFolder(dir);
    segments.push(segment);
    current = { file, segment };
    return current;
  };
  const closeCurrent = async () => {
    const closing = current;
    current = null;
    await closing?.file.close();
  };

  const append = async (data: Buffer, records: number): Promise<boolean> => {
    let opened: typeof current = null;
    try {
      opened = await openCurrent();
      await opened.file.appendFile(data);
      await opened.file.datasync();
      opened.segment.bytes += data.length;
      opened.segment.records += records;
      return true;
    } catch (error) {
      log("error", "the spool cannot be written", { code: codeOf(error) });
      refusedUntil = performance.now() + refusedMs;
      // Half a record would be found as a broken one; and after a failed sync nobody knows what the
      // disk has, so the next append begins a file of its own.
      await opened?.file.truncate(opened.segment.bytes).catch(() => {});
      await closeCurrent().catch(() => {});
      return false;
    }
  };

  const setAside = async (segment: Segment, pieces: readonly Buffer[]) => {
    if (pieces.length === 0) return;
    broken += pieces.length;
    log("warn", "broken records of the spool were set aside", { records: pieces.length });
    await appendFile(join(dir, "broken"), Buffer.concat(pieces)).catch((error: unknown) =>
      log("error", "broken records cannot be kept", { code: codeOf(error), of: segment.number }),
    );
  };

  return {
    append: (requests) => {
      const data = Buffer.concat(requests.map((rows) => encodeRecord(JSON.stringify(rows))));
      return inTurn(async () => {
        if (performance.now() < refusedUntil) return false;
        if (sum() + data.length <= maxBytes) return append(data, requests.length);
        refusedUntil = performance.now() + refusedMs;
        return false;
      });
    },
    get bytes() {
      return sum();
    },
    get records() {
      return segments.reduce((records, segment) => records + segment.records, 0);
    },
    get since() {
      return segments.find(({ bytes }) => bytes > 0)?.createdAt ?? null;
    },
    get isFull() {
      return performance.now() < refusedUntil;
    },
    get broken() {
      return broken;
    },
    drain: async (store) => {
      while (segments.length > 0) {
        const segment = segments[0] as Segment;
        // What arrives from now on goes to the next file.
        await inTurn(async () => {
          if (current?.segment === segment) await closeCurrent();
        });
        const decoded = decodeRecords(await readFile(pathOf(segment)));
        const rows = decoded.texts.flatMap((text) => JSON.parse(text) as EventRow[]);
        for (let at = 0; at < rows.length; at += portionRows)
          await store(rows.slice(at, at + portionRows));
        await setAside(segment, decoded.broken);
        await unlink(pathOf(segment));
        segments.shift();
        refusedUntil = 0;
      }
    },
    close: () => inTurn(closeCurrent),
  };
}

interface Segment {
  number: number;
  bytes: number;
  /** How many of its records this process has appended. */
  records: number;
  createdAt: Date;
}

function listSegments(dir: string): Segment[] {
  let names: string[] = [];
  try {
    names = readdirSync(dir);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
  return names
    .filter((name) => segmentName.test(name))
    .map((name) => {
      const { size: bytes, birthtime, mtime } = statSync(join(dir, name));
      // A file system that does not know when a file was made says 1970.
      const createdAt = birthtime.getTime() > 0 ? birthtime : mtime;
      return { number: Number.parseInt(name, 10), bytes, records: 0, createdAt };
    })
    .sort((a, b) => a.number - b.number);
}

/** A new file is only there after a power cut when its folder was synced as well. */
async function syncFolder(dir: string): Promise<void> {
  const folder = await open(dir, "r");
  await folder.sync();
  await folder.close();
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
