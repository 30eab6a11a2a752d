import postgres from "postgres";
import type { Sql } from "./client.ts";

type Options = postgres.Options<Record<string, never>>;

/** How long queries on the other connections of a client may still take when one was lost. */
const graceSeconds = 1;

/**
 * A client that replaces itself when it loses a connection: what comes next goes to a new one, and
 * the old one is ended, which settles every query that it still has.
 *
 * postgres.js 3.4.9 goes on with a connection that broke, but often never writes to it again: its
 * write timer is cleared and not forgotten, so every later query there waits for ever. It also
 * gives the old error to the next query, and waits up to 20 seconds between two tries to connect.
 * Measured with a pool of two whose backends were terminated under load: from the first time on
 * nothing was answered any more.
 */
export function openRenewing(open: (options: Options) => Sql, options: Options): Sql {
  let ended = false;
  let isLosing = false;
  const renew = () => {
    isLosing = false;
    if (ended) return;
    const old = current;
    current = reopen(old);
    void old.end({ timeout: graceSeconds });
  };
  const onclose = () => {
    // A server that goes takes all connections with it; one new client is enough for them.
    if (!isLosing) queueMicrotask(renew);
    isLosing = true;
  };
  // An age at which connections are closed for no reason would end the client each time.
  let current = open({ ...options, onclose, max_lifetime: null });
  const end: Sql["end"] = (patience) => {
    ended = true;
    return current.end(patience);
  };
  const client = new Proxy((() => {}) as unknown as Sql, {
    apply: (_target, _self, words: Parameters<Sql>) => current(...words),
    get: (_target, name) => (name === "end" ? end : Reflect.get(current, name)),
  });
  renewals.set(client, renew);
  return client;
}

const renewals = new WeakMap<Sql, () => void>();

/**
 * Gives up a client's connections for new ones. For whoever has waited in vain: behind a connection
 * that was cut without a word, a query waits until the system notices, which takes minutes.
 */
export function renewClient(client: Sql): void {
  renewals.get(client)?.();
}

/**
 * Opens a client like another one. The parsed options are taken as they are, with what drizzle has
 * changed in them and with the array types that were learnt. Those are not asked for again: should
 * a connection break while postgres.js asks, nobody catches the error, which ends the process.
 */
function reopen(old: Sql): Sql {
  const options = old.options as unknown as Options & { shared: { typeArrayMap: object } };
  options.fetch_types = Object.keys(options.shared.typeArrayMap).length === 0;
  return postgres(options);
}
