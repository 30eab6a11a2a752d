import type { Timings } from "./histogram.ts";

/** What the collector says of itself, since the server started. */
export interface CollectStats {
  /** Messages that were acknowledged because they are stored. */
  accepted: number;
  /** Messages that were refused, by reason. */
  dropped: Record<string, number>;
  /** How long messages that were stored took, from their arrival to their commit. */
  timings: Timings;
  /** Messages that wait for their commit right now. */
  waiting: number;
  /** Events go to the spool, because the database does not take them. */
  isDatabaseAway: boolean;
  /** Why it takes nothing at this moment, or null. */
  refusal: "overloaded" | "unavailable" | null;
  spool: SpoolStats;
  /** The geo database: what it calls itself, and when it was made. */
  places: { name: string; builtAt: Date };
  /** Where the last messages came from. */
  crowd: CrowdReading;
}

/** What waits in the spool. Units: bytes; `records` and `broken` count records since the start. */
interface SpoolStats {
  bytes: number;
  maxBytes: number;
  records: number;
  broken: number;
  /** When the oldest of it came; null when nothing waits. */
  since: Date | null;
}

/** Where the last messages came from that were stored: how many of them, and what they share. */
export interface CrowdReading {
  messages: number;
  /** Whether they are enough to conclude from. */
  isEnough: boolean;
  /** How many come from one address, when that is more than half; else 0. */
  fromOne: number;
  /** That address; null as well while so few browsers come by it that it may be one reader's. */
  one: string | null;
  /** How many come from loopback or private addresses. */
  fromPrivate: number;
  /** How many come from Cloudflare's. */
  fromCloudflare: number;
  /** How many had an X-Forwarded-For that was not believed. */
  forwardIgnored: number;
}
