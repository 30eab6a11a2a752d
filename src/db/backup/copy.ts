import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import type { Sql } from "#src/db/client.ts";
import type { Transaction } from "#src/db/transaction.ts";

type Query = ReturnType<Sql["unsafe"]>;

/**
 * Rejects when the statement fails. postgres.js has settled the promise of a COPY when its stream
 * begins, and tells nobody what goes wrong from then on: the stream of rows to the server waits for
 * ever. So the function by which it would tell is listened to.
 */
function failureOf(query: Query): Promise<never> {
  const told = query as unknown as { reject: (error: unknown) => void };
  const { reject } = told;
  const failure = new Promise<never>((_, fail) => {
    told.reject = (error) => {
      reject(error);
      fail(error);
    };
  });
  failure.catch(() => {});
  return failure;
}

/**
 * The rows of `copy … to stdout`, as they come: whole rows, many at a time.
 * Whoever stops early waits for the rest of this statement.
 */
export async function* copyOut(sql: Sql, statement: string): AsyncGenerator<Buffer> {
  const query = sql.unsafe(statement);
  const failure = failureOf(query);
  const stream: Readable = await query.readable();
  const gathered = gatherRows(stream);
  const next = () => Promise.race([gathered(), failure]);
  let rows = await next();
  try {
    for (; rows; rows = await next()) yield rows;
  } finally {
    // A statement that is given up halfway leaves the connection waiting for ever.
    while (rows) rows = await next();
    // postgres.js pauses the socket for a slow reader and resumes it when more is read, which nobody
    // does at the end: what is asked next was never answered.
    stream._read(0);
  }
}

/** How much is handed out at once. */
const batchBytes = 2 ** 18;

/**
 * Puts rows together, of which postgres.js makes a piece each: to wait for each of them takes twice
 * the time. Shape: resolves to null behind the last one.
 */
function gatherRows(stream: Readable): () => Promise<Buffer | null> {
  const ready: Buffer[] = [];
  let [batch, size, isOver] = [Buffer.allocUnsafe(batchBytes), 0, false];
  let wake = () => {};
  const handOut = () => {
    if (size > 0) ready.push(batch.subarray(0, size));
    [batch, size] = [Buffer.allocUnsafe(batchBytes), 0];
  };
  stream.on("data", (row: Buffer) => {
    if (size + row.length > batchBytes) handOut();
    if (row.length > batchBytes) ready.push(row);
    else size += row.copy(batch, size);
    if (ready.length === 0) return;
    stream.pause();
    wake();
  });
  stream.on("end", () => {
    handOut();
    isOver = true;
    wake();
  });
  // The failure of the statement tells.
  stream.on("error", () => {});
  return async () => {
    while (ready.length === 0 && !isOver) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      stream.resume();
      await woken;
    }
    return ready.shift() ?? null;
  };
}

/** Hands rows to `copy … from stdin`, and resolves when the server has taken all of them. */
export async function copyIn(tx: Transaction, statement: string, rows: Uint8Array): Promise<void> {
  const query = tx.unsafe(statement);
  const failure = failureOf(query);
  const stream: Writable = await query.writable();
  stream.on("error", () => {});
  const finished = once(stream, "finish");
  stream.end(rows);
  await Promise.race([finished, failure]);
}
