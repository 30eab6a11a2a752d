import type { Applied } from "#src/db/journal.ts";

// A backup is one file that standard tools open (`tar --zstd -tf`): a tar, compressed by zstd, of
//   manifest.json            what it is of; the first entry
//   tables/sites/00001.copy  rows in PostgreSQL's own text form, which every version reads
//   end.json                 how many rows there are of each table; the last entry
// and after it the end mark: a zstd frame that decompressors skip, with the SHA-256 of all that is
// before it. A tar alone would not do: zstd takes a file that has lost its last bytes for whole.

/** What a backup is of. */
export interface Manifest {
  /** A format that this program does not know is of a later one. */
  format: number;
  /** Of the program that wrote it. */
  version: string;
  /** When all of it was so. Shape: ISO 8601. */
  createdAt: string;
  /** The migrations that had been applied. */
  migrations: Applied[];
  /** In the order in which they can be filled: each after those that it refers to. */
  tables: { name: string; columns: string[] }[];
  /** Numbers that were given out, so that none is given twice; null when none was yet. */
  identities: { table: string; column: string; last: string | null }[];
  /** The first and the last month that has a partition. Shape: `2026-01-01`. */
  months: { from: string; to: string } | null;
}

/** The rows of each table. */
export type RowCounts = Record<string, number>;

/** The format that this program writes, and the newest that it reads. */
export const currentFormat = 1;
/** The first entry. */
export const manifestName = "manifest.json";
/** The last entry. */
export const endName = "end.json";
/** How large an entry of rows is at the most, but for a single row that is larger. Units: bytes. */
export const chunkBytesMax = 2 ** 20;

/** What the entry of a table's rows is called; the first is 1. */
export function chunkName(table: string, number: number): string {
  return `tables/${table}/${String(number).padStart(5, "0")}.copy`;
}

/** The table whose rows an entry holds; null when it holds something else. */
export function tableOfChunk(name: string): string | null {
  return /^tables\/(\w+)\/\d{5,}\.copy$/.exec(name)?.[1] ?? null;
}

/** How many rows are in text from COPY, where a line break in a value is written as `\n`. */
export function countRows(text: Uint8Array): number {
  let rows = 0;
  for (let at = text.indexOf(10); at >= 0; at = text.indexOf(10, at + 1)) rows += 1;
  return rows;
}

const skippableFrame = 0x18_4d_2a_50;
const hashBytes = 32;

/** The size of the end mark. */
export const endMarkBytes = 8 + hashBytes;

/** The end mark. Source: RFC 8878, 3.1.2, "Skippable Frames". */
export function makeEndMark(sha256: Uint8Array): Buffer {
  const mark = Buffer.alloc(endMarkBytes);
  mark.writeUInt32LE(skippableFrame, 0);
  mark.writeUInt32LE(hashBytes, 4);
  mark.set(sha256, 8);
  return mark;
}
