import type { Sql } from "#src/db/client.ts";
import { openDedicated } from "#src/db/dedicated.ts";
import { readMigrationState } from "#src/db/migration-state.ts";
import { breathe } from "#src/lib/breathe.ts";
import { StartupError } from "#src/lib/errors.ts";
import { writeFailure } from "#src/lib/write-failure.ts";
import { checkBackup } from "./check.ts";
import { copyOut } from "./copy.ts";
import {
  chunkBytesMax,
  chunkName,
  countRows,
  currentFormat,
  endName,
  type Manifest,
  manifestName,
  type RowCounts,
} from "./format.ts";
import { readSource, type Source, type SourceTable } from "./tables.ts";
import { type BackupFile, createBackupFile } from "./write-file.ts";

/** How far long work is. Units: any, the same for both. */
export type Progress = (done: number, total: number) => void;

interface Input {
  /** A client of the database; a connection like its own is opened. */
  sql: Sql;
  /** Where the backup goes; what is there is replaced when the new one is whole. */
  path: string;
  /** Of this program. */
  version: string;
  now: Date;
  /** Rests after each step as long as it took, for those who are served meanwhile. */
  isUnhurried?: boolean;
  onProgress?: Progress;
  /** The same while what was written is read again. */
  onCheck?: Progress;
}

/** A backup that is on the disk. Units: bytes. */
export interface WrittenBackup {
  path: string;
  bytes: number;
  rows: RowCounts;
}

/**
 * Writes all that there is to keep into one file, as it is at one moment, while everything goes on.
 * The file has its name only when it is on the disk and was read again; whoever is killed before
 * leaves one with `.part` behind it.
 * Errors: `StartupError`, one sentence, when there is nothing yet, no room for the file, or the
 * database is of a later version.
 */
export async function writeBackup(input: Input): Promise<WrittenBackup> {
  const { sql, path } = input;
  let isLost = false;
  const connection = openDedicated(sql, () => {
    isLost = true;
  });
  try {
    const source = await openSnapshot(connection);
    if (source.tables.length === 0) throw new StartupError("There is nothing to back up yet.");
    const file = await createBackupFile(path);
    try {
      const rows = await writeAll(connection, source, file, input);
      // What came over a new connection would be of another moment.
      if (isLost) throw new StartupError("The database went away during the backup.");
      const bytes = await file.close();
      await checkBackup(file.draft, input.onCheck);
      file.keep();
      return { path, bytes, rows };
    } finally {
      await file.discard();
    }
  } catch (error) {
    throw explain(error, path);
  } finally {
    await connection.end({ timeout: 1 });
  }
}

/** Everything that is read from here on is of this moment. */
async function openSnapshot(connection: Sql): Promise<Source> {
  await connection`begin isolation level repeatable read read only`;
  // The text of a value is to be the same wherever it is written and read.
  await connection`
    select set_config(name, value, true)
    from (values ('datestyle', 'ISO, MDY'), ('intervalstyle', 'postgres'), ('bytea_output', 'hex'),
                 ('extra_float_digits', '1'), ('timezone', 'UTC'), ('statement_timeout', '0'),
                 ('idle_in_transaction_session_timeout', '0')) as needed (name, value)
  `;
  // Of a later version's database the tables that we do not know would be missing.
  await readMigrationState(connection);
  const source = await readSource(connection);
  // Or a month could be dropped before it is read.
  const names = source.tables.map(({ name }) => `"${name}"`).join(", ");
  if (names) await connection.unsafe(`lock table ${names} in access share mode`);
  return source;
}

async function writeAll(
  connection: Sql,
  source: Source,
  file: BackupFile,
  { version, now, isUnhurried = false, onProgress = () => {} }: Input,
): Promise<RowCounts> {
  await file.add(manifestName, asJson(manifestOf(source, version, now)));
  const total = source.tables.flatMap(({ parts }) => parts).reduce((n, p) => n + p.blocks, 0);
  let done = 0;
  onProgress(0, total);
  let stepAt = performance.now();
  const onStep = async (blocks: number) => {
    done += blocks;
    onProgress(done, total);
    if (isUnhurried) await Bun.sleep(performance.now() - stepAt);
    stepAt = performance.now();
  };
  const rows: RowCounts = {};
  for (const table of source.tables)
    rows[table.name] = await writeTable(connection, table, file, onStep);
  await file.add(endName, asJson(rows));
  return rows;
}

function manifestOf({ tables, ...source }: Source, version: string, now: Date): Manifest {
  return {
    format: currentFormat,
    version,
    createdAt: now.toISOString(),
    ...source,
    tables: tables.map(({ name, columns }) => ({ name, columns })),
  };
}

function asJson(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}

/** Writes the rows of a table in entries of bounded size; resolves to how many there were. */
async function writeTable(
  connection: Sql,
  table: SourceTable,
  file: BackupFile,
  onStep: (blocks: number) => Promise<void>,
): Promise<number> {
  // Rows come one by one, and thousands of small ones cost the compressor five times as much.
  const chunk = Buffer.allocUnsafe(chunkBytesMax);
  let [rows, size, number] = [0, 0, 0];
  const add = async (bytes: Buffer) => {
    if (bytes.length === 0) return;
    number += 1;
    await file.add(chunkName(table.name, number), bytes);
    size = 0;
  };
  for (const { statement, blocks } of statementsFor(table)) {
    for await (const piece of copyOut(connection, statement)) {
      if (size + piece.length > chunk.length) await add(chunk.subarray(0, size));
      if (piece.length > chunk.length) await add(piece);
      else size += piece.copy(chunk, size);
      rows += countRows(piece);
      await breathe();
    }
    await onStep(blocks);
  }
  await add(chunk.subarray(0, size));
  return rows;
}

/** How much of a table one statement reads: some milliseconds of the database's time. */
const stepBlocks = 128;

/**
 * The statements that read a table in steps: nothing has to be held for long, and what goes wrong
 * ends soon. A row does not move, so what the snapshot sees is in the blocks that were there then.
 * A table of one step is read without bounds, and so is one that Citus keeps elsewhere, whose
 * blocks here are none.
 */
function* statementsFor({ columns, parts }: SourceTable) {
  const list = columns.map((name) => `"${name}"`).join(", ");
  for (const { name, blocks } of parts) {
    if (blocks <= stepBlocks) {
      yield { statement: `copy (select ${list} from ${name}) to stdout`, blocks };
      continue;
    }
    for (let from = 0; from < blocks; from += stepBlocks) {
      const to = from + stepBlocks;
      const where = `ctid >= '(${from},0)' and ctid < '(${to},0)'`;
      yield {
        statement: `copy (select ${list} from ${name} where ${where}) to stdout`,
        blocks: Math.min(stepBlocks, blocks - from),
      };
    }
  }
}

function explain(error: unknown, path: string): unknown {
  // A socket that is not there has no folder either, but is none of the file's.
  const isFiles = (error as { syscall?: string }).syscall !== "connect";
  return (isFiles && writeFailure(error, path)) || error;
}
