import postgres from "postgres";
import type { Sql } from "./client.ts";

/**
 * Opens a client of exactly one connection to the database of `sql`, for what is bound to a
 * connection, such as a session's advisory lock. `onClose` is called when the connection is lost;
 * the client is then to be ended and a new one opened. (postgres.js's `reserve` is no substitute:
 * a query on a reserved connection that was lost never settles.)
 */
export function openDedicated(sql: Sql, onClose: () => void): Sql {
  // The parsed options of one client are taken by another as they are; `listen` of postgres.js
  // opens its own connection in the same way.
  const options = { ...sql.options, max: 1, max_lifetime: null, idle_timeout: 0, onclose: onClose };
  return postgres(options as unknown as postgres.Options<Record<string, never>>);
}
