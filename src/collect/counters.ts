import { type DropReason, dropReasons } from "./drop-reason.ts";

/** Counts the answers; reading gives a copy. */
export interface Counters {
  accept(): void;
  drop(reason: DropReason): void;
  read(): { accepted: number; dropped: Record<DropReason, number> };
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
