import { readMigrations } from "#src/db/migrations.ts";
import { ownNames } from "#src/db/own-names.ts";
import { StartupError } from "#src/lib/errors.ts";
import {
  countRows,
  currentFormat,
  endName,
  type Manifest,
  manifestName,
  type RowCounts,
  tableOfChunk,
} from "./format.ts";
import { readEntries } from "./read-file.ts";
import { leftOut } from "./tables.ts";
import type { Entry } from "./tar.ts";

/** What a whole backup holds. */
export interface CheckedBackup {
  manifest: Manifest;
  rows: RowCounts;
}

/**
 * Reads a backup from its first to its last byte and says what is in it.
 * Errors: `StartupError`, one sentence, when it is not whole, not ours, or of a newer program.
 */
export async function checkBackup(
  path: string,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<CheckedBackup> {
  const found: RowCounts = {};
  let [first, last]: (Entry | undefined)[] = [];
  for await (const entry of readEntries(path, onProgress)) {
    first ??= entry;
    last = entry;
    const table = tableOfChunk(entry.name);
    if (table) found[table] = (found[table] ?? 0) + countRows(entry.bytes);
  }
  // Only now is it known that all of it is as it was written.
  if (first?.name !== manifestName)
    throw new StartupError(`${path} is not a backup of Tracker Analytics.`);
  const manifest = parseManifest(first, path);
  const rows = last?.name === endName ? (JSON.parse(last.bytes.toString()) as RowCounts) : {};
  const isWhole = manifest.tables.every(({ name }) => rows[name] === (found[name] ?? 0));
  if (!isWhole) throw new StartupError(`${path} is not whole: rows are missing.`);
  return { manifest, rows };
}

/** Reads the first entry, which says whether the rest can be understood. */
function parseManifest({ bytes }: Entry, path: string): Manifest {
  const manifest = JSON.parse(bytes.toString()) as Manifest;
  const known = new Set(readMigrations().map(({ createdAt }) => createdAt));
  const isKnown = manifest.migrations.every(({ createdAt }) => known.has(createdAt));
  if (manifest.format !== currentFormat || !isKnown)
    throw new StartupError(
      `${path} is of a newer version (${manifest.version}): restore it with that, or a later one.`,
    );
  if (!namesOnlyOurs(manifest))
    throw new StartupError(`${path} is not a backup of Tracker Analytics.`);
  return manifest;
}

/** These names become part of statements: in a file that somebody has made up, of any statement. */
function namesOnlyOurs({ tables, identities }: Manifest): boolean {
  const ours = new Set(ownNames().tables.filter((name) => !(name in leftOut)));
  return (
    tables.every(({ name, columns }) => ours.has(name) && columns.every((c) => /^\w+$/.test(c))) &&
    identities.every(({ table }) => ours.has(table))
  );
}
