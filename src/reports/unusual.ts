// What is unusual is told by the median of the same hour in past weeks and by the median distance from
// it (MAD), which one odd week does not move: Christmas among six weeks changes neither.

/** An hour that is unlike those before. */
export interface Unusual {
  alert: "spike" | "drop";
  usual: number;
}

const weeksMin = 4;
/** Below so many visitors an hour, chance alone doubles and halves a site's visitors. */
const visitorsMin = 20;
const spreads = 4;
/** What the MAD of a normal distribution is multiplied by to be its standard deviation. */
const madToSpread = 1.4826;

/** Whether an hour's visitors are unlike those of the same hour in past weeks; null when not. */
export function findUnusual(visitors: number, before: readonly number[]): Unusual | null {
  if (before.length < weeksMin) return null;
  const usual = medianOf(before);
  const mad = medianOf(before.map((count) => Math.abs(count - usual)));
  // Counts vary by their root even where the past weeks happen to be all the same.
  const far = spreads * Math.max(madToSpread * mad, Math.sqrt(usual));
  if (visitors >= visitorsMin && visitors >= 2 * usual && visitors > usual + far)
    return { alert: "spike", usual };
  if (usual >= visitorsMin && visitors <= usual / 2 && visitors < usual - far)
    return { alert: "drop", usual };
  return null;
}

function medianOf(counts: readonly number[]): number {
  const sorted = counts.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low = 0, high = 0] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return (low + high) / 2;
}
