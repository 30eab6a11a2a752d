import type { Sql } from "#src/db/client.ts";
import { createHistogram, type Histogram, type Timings } from "#src/lib/histogram.ts";

/** How figures are counted: from the lists of days, or from the visits themselves, for a filter. */
export type Way = "lists" | "visits";

const timings = new WeakMap<Sql, Record<Way, Histogram>>();

/** Does what counts, and notes how long it took; one that fails is not noted. */
export async function timed<T>(sql: Sql, way: Way, count: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const counted = await count();
  histogramsOf(sql)[way].note(performance.now() - startedAt);
  return counted;
}

/** How long it has taken to count what was not in memory, by the way it was counted. */
export function readTimings(sql: Sql): Record<Way, Timings> {
  const { lists, visits } = histogramsOf(sql);
  return { lists: lists.read(), visits: visits.read() };
}

function histogramsOf(sql: Sql): Record<Way, Histogram> {
  const known = timings.get(sql) ?? { lists: createHistogram(), visits: createHistogram() };
  timings.set(sql, known);
  return known;
}
