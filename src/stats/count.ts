import type { Sql } from "#src/db/client.ts";
import type { Day } from "#src/lib/time.ts";
import { countLists } from "./count-lists.ts";
import { countSegments } from "./count-segments.ts";
import type { Dimension } from "./dimensions.ts";
import type { Figures } from "./figures.ts";
import type { Scope } from "./scope.ts";
import type { Tally } from "./tally.ts";
import { timed } from "./timing.ts";
import type { Versions } from "./versions.ts";
import type { Week } from "./week.ts";

/**
 * What figures can be asked for by: a breakdown, the values of one property of events, or all the
 * properties of the events with one name. Shape: `prop:KEY` and `props:EVENT`.
 */
export type List = Dimension | `prop:${string}` | `props:${string}`;

/** How finely time is told. */
export type Grain = "day" | "hour" | "minute";

/** What is wanted of a scope, all in one pass over its days. */
export interface Wanted {
  lists: readonly List[];
  grain: Grain;
  /**
   * How finely conversions are told: by `grain`, or by days only. The lists of the days have those of
   * whole days, under `kind`; when in a day they were done only the visits themselves know.
   */
  conversionsBy?: Grain;
  /** Whether the hours of the week are wanted. */
  hasWeek?: boolean;
}

/**
 * The figures of a day, an hour of it or a minute. `conversions` are there as finely as they were
 * wanted. Shape: `label` is '' for a day, as in `hoursOf`
 * for an hour, and for a minute how many have passed of the day, such as `847`.
 */
export interface Moment {
  day: Day;
  label: string;
  figures: Figures;
  conversions?: number;
}

/** What was counted of a scope. Shape: `days` and `moments` hold only what has figures. */
export interface Count {
  days: Moment[];
  /** By the grain that was wanted; the days themselves when that is days. */
  moments: Moment[];
  lists: Map<List, Tally>;
  /** Null when it was not wanted. */
  week: Week | null;
}

/**
 * Counts a scope: from the lists of its days when all visits count, which takes the same time
 * however many they are, else from the visits themselves.
 */
export async function countScope(
  sql: Sql,
  scope: Scope,
  wanted: Wanted,
  versions: Versions,
): Promise<Count> {
  const isListed =
    scope.filters.length === 0 &&
    !scope.since &&
    wanted.grain !== "minute" &&
    (wanted.conversionsBy ?? "day") === "day" &&
    !wanted.lists.some((list) => list.startsWith("prop"));
  return isListed
    ? timed(sql, "lists", () => countLists(sql, scope, wanted, versions))
    : timed(sql, "visits", () => countSegments(sql, scope, wanted, versions));
}
