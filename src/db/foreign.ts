import { StartupError } from "#src/lib/errors.ts";
import type { Sql } from "./client.ts";
import type { Applied } from "./journal.ts";
import { readMigrations } from "./migrations.ts";
import { findNamed, ownNames } from "./own-names.ts";
import type { Transaction } from "./transaction.ts";

/**
 * Refuses a schema in which somebody else has something of a name that is ours: what our migrations
 * have not made here. `users` and `sessions` are names that many applications give.
 * Errors: `StartupError`, one sentence.
 */
export async function refuseForeign(
  sql: Sql | Transaction,
  journal: readonly Applied[],
): Promise<void> {
  const all = readMigrations();
  const applied = new Set(journal.map(({ createdAt }) => createdAt));
  const [ever, made] = [ownNames(all), ownNames(all.filter((one) => applied.has(one.createdAt)))];
  const [first] = await findNamed(sql, {
    tables: ever.tables.filter((name) => !made.tables.includes(name)),
    functions: ever.functions.filter((name) => !made.functions.includes(name)),
  });
  if (first)
    throw new StartupError(
      `The database has a ${first.kind} ${first.name} that is not ours: ` +
        "give Tracker Analytics a database, or a schema, of its own.",
    );
}
