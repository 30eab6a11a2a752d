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
 * The rows of `copy … to stdout`, as they come: whole rows, some at a time.
 * Whoever stops early waits for the rest of this statement.
 */
export async function* copyOut(sql: Sql, statement: string): AsyncGenerator<Buffer> {
  const query = sql.unsafe(statement);
  const failure = failureOf(query);
  const stream: Readable = await query.readable();
  const pieces = stream[Symbol.asyncIterator]();
  const next = () => Promise.race([pieces.next(), failure]);
  let piece = await next();
  try {
    for (; !piece.done; piece = await next()) yield piece.value;
  } finally {
    // A stream that is given up halfway leaves the connection waiting for ever.
    while (!piece.done) piece = await next();
    // postgres.js pauses the socket for a slow reader and resumes it when more is read, which nobody
    // does at the end: what is asked next was never answered.
    stream._read(0);
  }
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
