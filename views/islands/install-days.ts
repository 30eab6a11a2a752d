const daysBefore = 3;

/**
 * The days of use that are remembered, with today among them: no more of them than are needed to
 * know that an app would be of use.
 */
export function daysWith(today: string, stored: string | null): string[] {
  const days = (stored ?? "").split(" ").filter((day) => /^\d{4}-\d\d-\d\d$/.test(day));
  return days.includes(today) ? days : [...days, today].slice(-daysBefore);
}

/** Whether it is used so regularly that the app may be offered. */
export function isRegular(days: readonly string[]): boolean {
  return days.length >= daysBefore;
}
