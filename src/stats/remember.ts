import type { Sql } from "#src/db/client.ts";
import { withDeadline } from "#src/lib/deadline.ts";
import { Lru } from "#src/lib/lru.ts";
import type { Scope } from "./scope.ts";

/** An answer has some kilobytes; the largest, a chart of three years, a hundred. */
const answersMax = 500;

/** No statement lasts longer; one that never ends must not be waited for by all who come later. */
const patienceMs = 35_000;

const memories = new WeakMap<Sql, Lru<string, Promise<unknown>>>();

/**
 * Answers a question about a scope from memory, as long as no day of the scope was computed anew
 * since, and asks it otherwise. Whoever asks the same meanwhile waits for the same answer.
 *
 * The version is read before the question is asked: an answer may be newer than its version, which
 * the next computation of the day puts right, but never older.
 * Errors: `DeadlineError`, and whatever asking throws, to all who wait; the next one asks again.
 * Shape: `question` is what tells questions about one scope apart; nobody may change an answer.
 */
export async function remember<T>(
  sql: Sql,
  scope: Scope,
  question: readonly unknown[],
  ask: () => Promise<T>,
): Promise<T> {
  const { siteId, zone, range, filters } = scope;
  const version = await readVersion(sql, scope);
  const key = JSON.stringify([siteId, zone, range.from, range.to, filters, question, version]);
  const memory = memories.get(sql) ?? new Lru<string, Promise<unknown>>(answersMax);
  memories.set(sql, memory);
  const known = memory.get(key) as Promise<T> | undefined;
  if (known) return known;
  const answer = withDeadline(ask(), patienceMs);
  memory.set(key, answer);
  answer.catch(() => memory.delete(key));
  return answer;
}

/** A version only ever grows, so their sum changes whenever one of them does. */
async function readVersion(sql: Sql, { siteId, range }: Scope): Promise<string> {
  const [row] = await sql<{ version: string }[]>`
    select coalesce(sum(version), 0)::text as version
    from day_versions
    where site_id = ${siteId}
      and day >= ${range.from}
      and day < ${range.to}
  `;
  return row?.version ?? "";
}
