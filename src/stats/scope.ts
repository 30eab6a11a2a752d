import type { Filter } from "./filter.ts";
import type { DayRange } from "./period.ts";

/**
 * The visits that a question is about: those of a site in a range of its days that match.
 * Shape: `since` leaves out visits that gave no sign of life from then on.
 */
export interface Scope {
  siteId: number;
  zone: string;
  range: DayRange;
  filters: readonly Filter[];
  since?: Date | null;
}

/** All visits of a site in a range of its days. */
export function wholeScope(site: { id: number; timeZone: string }, range: DayRange): Scope {
  return { siteId: site.id, zone: site.timeZone, range, filters: [] };
}
