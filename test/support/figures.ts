/** The figure in the middle. */
export function medianOf(figures: readonly number[]): number {
  return quantileOf(figures, 0.5);
}

/** The figures a quarter and three quarters through. */
export function quartilesOf(figures: readonly number[]): [low: number, high: number] {
  return [quantileOf(figures, 0.25), quantileOf(figures, 0.75)];
}

function quantileOf(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low = Number.NaN, high = low] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}
