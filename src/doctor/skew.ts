/**
 * How far another clock is ahead of ours, by an instant that it told between two of ours; `grainMs`
 * is how exactly it tells. Units: ms; 0 as long as both may be right.
 */
export function skewOf(
  told: Date,
  { askedAt, answeredAt, grainMs = 0 }: { askedAt: Date; answeredAt: Date; grainMs?: number },
): number {
  const latest = told.getTime() + grainMs;
  if (latest < askedAt.getTime()) return latest - askedAt.getTime();
  return Math.max(0, told.getTime() - answeredAt.getTime());
}
