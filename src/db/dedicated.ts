import postgres from "postgres";
import type { Sql } from "./client.ts";

/**
 * A server whose machine or network has gone says no goodbye, and PostgreSQL would keep its locks for
 * two hours, as Linux does with a silent connection: so it asks after 10 s, and gives up after 25.
 */
const keepalive = {
  tcp_keepalives_idle: "10",
  tcp_keepalives_interval: "5",
  tcp_keepalives_count: "3",
};

/**
 * Opens a client of exactly one connection to the database of `sql`, for what is bound to a
 * connection, such as a session's advisory lock. `onClose` is called when the connection is lost;
 * the client is then to be ended and a new one opened. (postgres.js's `reserve` is no substitute:
 * a query on a reserved connection that was lost never settles.)
 * Units: with `idleMaxMs` PostgreSQL ends the connection, and so its locks, when nothing was asked
 * for as long: by a process that hangs, for example.
 */
export function openDedicated(
  sql: Sql,
  onClose: () => void,
  { idleMaxMs = 0 }: { idleMaxMs?: number } = {},
): Sql {
  // The parsed options of one client are taken by another as they are; `listen` of postgres.js
  // opens its own connection in the same way.
  const own = { ...sql.options, max: 1, max_lifetime: null, idle_timeout: 0, onclose: onClose };
  const idle = String(idleMaxMs);
  const limits = { idle_session_timeout: idle, idle_in_transaction_session_timeout: idle };
  const connection = { ...sql.options.connection, ...keepalive, ...(idleMaxMs > 0 && limits) };
  const options = { ...own, connection };
  return postgres(options as unknown as postgres.Options<Record<string, never>>);
}
