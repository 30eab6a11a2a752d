import type { Sql } from "#src/db/client.ts";
import { withDeadline } from "#src/lib/deadline.ts";
import { Lru } from "#src/lib/lru.ts";
import type { Scope } from "./scope.ts";
import { readVersions, type Versions } from "./versions.ts";

/** An answer has some kilobytes; the largest, a chart of three years, a hundred. */
const answersMax = 500;

/** No statement lasts longer; one that never ends must not be waited for by all who come later. */
const patienceMs = 35_000;

const memories = new WeakMap<Sql, Lru<string, Promise<unknown>>>();

/** What tells questions about one scope apart, and whether the answer is worth being kept. */
interface Asked {
  question: readonly unknown[];
  isKept?: boolean;
}

/**
 * Answers a question about a scope from memory, as long as no day of the scope was computed anew
 * since, and asks it otherwise. Whoever asks the same meanwhile waits for the same answer.
 *
 * The versions are read before the question is asked: an answer may be newer than its versions,
 * which the next computation of the day puts right, but never older.
 * Errors: `DeadlineError`, and whatever asking throws, to all who wait; the next one asks again.
 * Shape: nobody may change an answer.
 */
export async function remember<T>(
  sql: Sql,
  scope: Scope,
  { question, isKept = true }: Asked,
  ask: (versions: Versions) => Promise<T>,
): Promise<T> {
  const { siteId, zone, range, filters, since } = scope;
  const versions = await readVersions(sql, scope);
  if (!isKept) return ask(versions);
  const key = JSON.stringify([
    ...[siteId, zone, range.from, range.to, filters, since ?? null],
    ...[question, versions.size, sumOf(versions)],
  ]);
  const memory = memories.get(sql) ?? new Lru<string, Promise<unknown>>(answersMax);
  memories.set(sql, memory);
  const known = memory.get(key) as Promise<T> | undefined;
  if (known) return known;
  const answer = withDeadline(ask(versions), patienceMs);
  memory.set(key, answer);
  answer.catch(() => memory.delete(key));
  return answer;
}

/** Lets go of every answer of one database. */
export function forgetAnswers(sql: Sql): void {
  memories.delete(sql);
}

/** A version only ever grows, so their sum changes whenever one of them does. */
function sumOf(versions: Versions): string {
  let sum = 0n;
  for (const version of versions.values()) sum += BigInt(version);
  return String(sum);
}
