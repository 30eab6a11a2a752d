import { isConnectionLoss } from "#src/db/transaction.ts";
import type { Log } from "#src/lib/log.ts";
import type { EventRow } from "./event-row.ts";
import { codeOf, isRefusal } from "./outage.ts";

/** What became of the rows of one request. */
type Stored = "stored" | "unstorable" | "unavailable";

/** Where requests wait for the commit that carries their rows. */
export interface Queue {
  /** Why it takes nothing more at present, or null; asked before work is spent on a request. */
  refusal(): "overloaded" | "unavailable" | null;
  /** Resolves when the rows are committed, or nobody knows when they will be. */
  put(rows: readonly EventRow[], bytes: number): Promise<Stored>;
  /** Resolves when nothing waits any more. */
  flush(): Promise<void>;
  /** How many requests wait. */
  readonly waiting: number;
}

/** The bounds of a queue. Units: requests, bytes, milliseconds. */
interface QueueLimits {
  batchMax: number;
  waitingMax: number;
  bytesMax: number;
  deadlineMs: number;
  retryMs: number;
  restMs: number;
}

interface QueueOptions {
  /** Stores rows in one transaction; called again with the same rows after a lost connection. */
  write: (rows: readonly EventRow[]) => Promise<void>;
  /** Called after each commit. */
  onCommit: () => void;
  log: Log;
  limits?: Partial<QueueLimits>;
}

interface Entry {
  rows: readonly EventRow[];
  settle: (stored: Stored) => void;
}

const usual: QueueLimits = {
  batchMax: 1_000,
  waitingMax: 20_000,
  bytesMax: 32 * 1024 * 1024,
  deadlineMs: 3_000,
  retryMs: 100,
  restMs: 500,
};
/** What a request's rows weigh in memory beside its own text. */
const rowsBytes = 1_000;

/**
 * Makes the queue of the group commit: one batch is on its way at a time, and whatever gathers
 * meanwhile goes with the next. So an idle server commits each event at once and needs no timer,
 * and a busy one shares its commits.
 *
 * The database has `deadlineMs` for a batch. After that everybody who waits is told that it is
 * away, and nobody else is let in until it has settled that batch, so that nothing piles up behind
 * a server that hangs. Should the batch arrive after all, no harm is done: rows are stored once,
 * however often they come.
 */
export function createQueue(options: QueueOptions): Queue {
  const limits = { ...usual, ...options.limits };
  const waiting: Entry[] = [];
  const writer = createWriter({ ...options, limits });
  let taken = 0;
  let takenBytes = 0;
  let draining: Promise<void> | null = null;

  const drain = async () => {
    try {
      while (waiting.length > 0) {
        const batch = waiting.splice(0, limits.batchMax);
        // Whoever waits behind a batch that hangs would only learn the same later.
        const onLate = () => settle([...batch, ...waiting.splice(0)], "unavailable");
        await writer.write(batch, onLate);
      }
    } finally {
      draining = null;
    }
  };

  return {
    refusal: () => {
      if (writer.isAway()) return "unavailable";
      return taken >= limits.waitingMax || takenBytes >= limits.bytesMax ? "overloaded" : null;
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
      await Promise.race([draining, Bun.sleep(2 * limits.deadlineMs)]);
    },
    get waiting() {
      return taken;
    },
  };
}

function settle(entries: readonly Entry[], stored: Stored): void {
  for (const entry of entries) entry.settle(stored);
}

/** Writes batches and knows whether the database takes them. */
function createWriter({ write, onCommit, log, limits }: QueueOptions & { limits: QueueLimits }) {
  const { deadlineMs, retryMs, restMs } = limits;
  let isLate = false;
  let restsUntil = 0;
  let isHealthy = true;

  const report = (healthy: boolean, code: string) => {
    if (healthy !== isHealthy)
      healthy ? log("info", "events are stored again") : log("error", "events wait", { code });
    isHealthy = healthy;
  };

  /** Tries until the rows are stored, the data itself is refused, or time is up. */
  const persist = async (entries: readonly Entry[], dueAt: number): Promise<void> => {
    try {
      await write(entries.flatMap((entry) => entry.rows));
    } catch (error) {
      const code = codeOf(error);
      if (isRefusal(error)) return halve(entries, dueAt, code);
      const isPassing =
        code.startsWith("40") || (isConnectionLoss(error) && code !== "CONNECTION_ENDED");
      if (isPassing && performance.now() + retryMs < dueAt) {
        await Bun.sleep(retryMs);
        return persist(entries, dueAt);
      }
      report(false, code);
      restsUntil = performance.now() + restMs;
      return settle(entries, "unavailable");
    }
    report(true, "");
    settle(entries, "stored");
    onCommit();
  };

  /** Halves a batch until the request is found whose rows the database does not take. */
  const halve = async (entries: readonly Entry[], dueAt: number, code: string): Promise<void> => {
    if (entries.length > 1) {
      const middle = entries.length >> 1;
      await persist(entries.slice(0, middle), dueAt);
      return persist(entries.slice(middle), dueAt);
    }
    log("warn", "an event was set aside, which the database refuses", { code });
    settle(entries, "unstorable");
  };

  return {
    isAway: () => isLate || performance.now() < restsUntil,
    write: async (entries: readonly Entry[], onLate: () => void): Promise<void> => {
      const timer = setTimeout(() => {
        isLate = true;
        report(false, "no answer in time");
        onLate();
      }, deadlineMs);
      await persist(entries, performance.now() + deadlineMs);
      clearTimeout(timer);
      isLate = false;
    },
  };
}
