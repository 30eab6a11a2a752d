import { type DropReason, dropReasons } from "./drop-reason.ts";

/** What the collector has done since the server started. */
export interface CollectStats {
  /** Messages that were acknowledged because they are stored. */
  accepted: number;
  /** Messages that were refused, by reason. */
  dropped: Record<DropReason, number>;
  /** Messages that wait for their commit right now. */
  waiting: number;
}

/** Counts the answers; reading gives a copy. */
export interface Counters {
  accept(): void;
  drop(reason: DropReason): void;
  read(): Omit<CollectStats, "waiting">;
}

/** Makes counters that begin at nought. */
export function createCounters(): Counters {
  const none = dropReasons.map((reason) => [reason, 0] as const);
  const dropped = Object.fromEntries(none) as Record<DropReason, number>;
  let accepted = 0;
  return {
    accept: () => {
      accepted += 1;
    },
    drop: (reason) => {
      dropped[reason] += 1;
    },
    read: () => ({ accepted, dropped: { ...dropped } }),
  };
}
