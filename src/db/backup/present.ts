import { findNamed, ownNames } from "#src/db/own-names.ts";
import type { Transaction } from "#src/db/transaction.ts";
import { StartupError } from "#src/lib/errors.ts";

/** What a database holds that would be missed. Shape: `since` is the day of the first event. */
export interface Present {
  sites: number;
  users: number;
  events: number;
  since: string | null;
}

/** Counts what is there, in tables of whichever version; nothing where there are none. */
export async function readPresent(tx: Transaction): Promise<Present> {
  const [found] = await tx<{ exists: boolean }[]>`
    select to_regclass('sites') is not null and to_regclass('users') is not null
      and to_regclass('events') is not null as exists
  `;
  const nothing = { sites: 0, users: 0, events: 0, since: null };
  if (!found?.exists) return nothing;
  const [row] = await tx<Present[]>`
    select (select count(*)::int from sites) as sites,
           (select count(*)::int from users) as users,
           count(*)::float8 as events, min(day)::text as since
    from events
  `;
  return row ?? nothing;
}

/**
 * Drops what is ours in this schema, of whichever version, and nothing of anybody else.
 * Errors: `StartupError`, one sentence, when something of theirs depends on it or holds it.
 */
export async function dropOwn(tx: Transaction): Promise<void> {
  const found = await findNamed(tx, ownNames());
  // Each kind at once, as the tables refer to each other; what is made of tables before them.
  for (const kind of ["view", "materialized view", "table", "function"]) {
    const names = found.filter((one) => one.kind === kind).map(({ name }) => name);
    if (names.length > 0)
      await tx.unsafe(`drop ${kind} ${names.join(", ")}`).catch((error: unknown) => {
        throw explain(error);
      });
  }
}

function explain(error: unknown): unknown {
  const { code, detail } = error as { code?: string; detail?: string };
  // `view theirs depends on table events`, one a line.
  if (code === "2BP01")
    return new StartupError(
      `Something that is not ours is in the way: ${detail?.split("\n")[0]}. Drop it, then restore.`,
    );
  if (code === "55P03")
    return new StartupError("Somebody else is using the tables: try again when they are done.");
  return error;
}
