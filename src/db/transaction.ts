import type postgres from "postgres";
import type { Sql } from "./client.ts";

/** What a transaction's function is given: the same template, on the transaction's connection. */
export type Transaction = postgres.TransactionSql;

/**
 * Runs several statements as one transaction, and survives the loss of the connection in its
 * middle. When postgres.js 3.4 has lost the connection it still writes its `rollback` to the closed
 * socket, which ends the process with a TypeError; so a function that fails because the connection
 * is gone is left pending for ever, and the transaction fails by postgres.js's own notice instead.
 * Given a transaction in place of a client, they are a part of that one.
 * Errors: whatever `work` throws, after a rollback; the connection's loss.
 */
export async function inTransaction<T>(
  sql: Sql | Transaction,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  if ("savepoint" in sql) return work(sql);
  const result = await sql.begin((tx) =>
    work(tx).catch((error: unknown): Promise<T> => {
      if (!isConnectionLoss(error)) throw error;
      return new Promise(() => {});
    }),
  );
  return result as T;
}

/**
 * Whether the error says that the connection is gone rather than that the statement is wrong:
 * postgres.js's own codes, the system's, and the server's 57P01 (it is being shut down) to 57P03.
 */
export function isConnectionLoss(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^(CONNECT|ECONN|EPIPE|ENOENT|ETIMEDOUT|57P0[1-3]$|08)/.test(code);
}
