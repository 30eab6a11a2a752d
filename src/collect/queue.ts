import type { EventRow } from "./event-row.ts";
import type { Stored, Tell, Writer } from "./writer.ts";

/** Where requests wait for the commit that carries their rows. */
export interface Queue {
  /** Why it takes nothing more at present, or null; asked before work is spent on a request. */
  refusal(): "overloaded" | "unavailable" | null;
  /** Resolves when the rows are on disk, or are known not to be. */
  put(rows: readonly EventRow[], bytes: number): Promise<Stored>;
  /** Resolves when nothing waits any more. */
  flush(): Promise<void>;
  /** How many requests wait. */
  readonly waiting: number;
}

/** The rows of one request, and whom to tell what became of them. */
export interface Entry {
  rows: readonly EventRow[];
  settle: (stored: Stored) => void;
}

/** The bounds of a queue. Units: requests, bytes. */
export interface QueueLimits {
  batchMax: number;
  waitingMax: number;
  bytesMax: number;
}

const usual: QueueLimits = {
  batchMax: 1_000,
  waitingMax: 20_000,
  bytesMax: 32 * 1024 * 1024,
};
/** What a request's rows weigh in memory beside its own text. */
const rowsBytes = 1_000;

/**
 * Makes the queue of the group commit: one batch is on its way at a time, and whatever gathers
 * meanwhile goes with the next. So an idle server commits each event at once and needs no timer,
 * and a busy one shares its commits.
 */
export function createQueue(writer: Writer, limits: Partial<QueueLimits> = {}): Queue {
  const { batchMax, waitingMax, bytesMax } = { ...usual, ...limits };
  const waiting: Entry[] = [];
  let taken = 0;
  let takenBytes = 0;
  let draining: Promise<void> | null = null;

  const drain = async () => {
    let tell: Tell | null = null;
    try {
      while (waiting.length > 0) {
        const writing = writer.write(waiting.splice(0, batchMax));
        // To answer the last batch takes as long as to read the next: the database has work by now.
        tell?.();
        tell = null;
        tell = await writing;
      }
    } finally {
      draining = null;
      tell?.();
    }
  };

  return {
    refusal: () => {
      if (writer.isShut()) return "unavailable";
      return taken >= waitingMax || takenBytes >= bytesMax ? "overloaded" : null;
    },
    put: async (rows, size) => {
      const bytes = size + rowsBytes;
      const { promise, resolve } = Promise.withResolvers<Stored>();
      waiting.push({ rows, settle: resolve });
      taken += 1;
      takenBytes += bytes;
      draining ??= drain();
      const stored = await promise;
      taken -= 1;
      takenBytes -= bytes;
      return stored;
    },
    flush: async () => {
      while (draining) await draining;
      await writer.stop();
    },
    get waiting() {
      return taken;
    },
  };
}
