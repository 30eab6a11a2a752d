import { DeadlineError, withDeadline } from "#src/lib/deadline.ts";
import type { Log } from "#src/lib/log.ts";
import type { EventRow } from "./event-row.ts";
import { codeOf, isRefusal } from "./outage.ts";
import type { Entry } from "./queue.ts";
import type { Spool } from "./spool/spool.ts";

/** What became of the rows of one request; `stored` is on disk, here or in the database. */
export type Stored = "stored" | "unstorable" | "unavailable";

/** Settles the entries of a batch. */
export type Tell = () => void;

/** Brings batches to disk: into the database, or into the spool while that is away. */
export interface Writer {
  /**
   * Brings a batch to disk; one at a time. Resolves to what settles its entries, so that the next
   * batch can be on its way before they are answered.
   */
  write(entries: readonly Entry[]): Promise<Tell>;
  /** Whether neither the database nor the spool takes anything. */
  isShut(): boolean;
  /** Whether everything goes to the spool at present. */
  isAway(): boolean;
  /** Ends the attempts to reach a database that is away; the spool keeps what it has. */
  stop(): Promise<void>;
}

/** Units: milliseconds. */
export interface WriterLimits {
  /** How long the database may take for a batch before it counts as away. */
  deadlineMs: number;
  /** How long after a failed attempt the next one is made. */
  retryMs: number;
  /** How long an attempt may take: a connection that was cut without a word never answers. */
  attemptMaxMs: number;
}

interface Options {
  /** Stores rows in one transaction, each once however often it comes. */
  store: (rows: readonly EventRow[]) => Promise<void>;
  spool: Spool;
  /** Called when an attempt got no answer, to have the next one on another connection. */
  reconnect: () => void;
  /** Called after each commit. */
  onCommit: () => void;
  log: Log;
  limits?: Partial<WriterLimits>;
}

const usual: WriterLimits = { deadlineMs: 500, retryMs: 250, attemptMaxMs: 10_000 };
/** A deadlock or a failed serialization is tried again at once, so often. */
const conflictsMax = 3;

/**
 * Makes the writer, with a circuit breaker. The database has `deadlineMs` for a batch. From the
 * first that fails or is late, everything goes into the spool, and the database is only asked by
 * attempts to drain that, one at a time: so nobody waits for a server that hangs, and nothing piles
 * up before it. With the first attempt that succeeds, batches go straight to the database again
 * while the rest of the spool follows. Should a batch that was late arrive after all, no harm is
 * done: rows are stored once, however often they come.
 */
export function createWriter(options: Options): Writer {
  const { store, spool, reconnect, onCommit, log } = options;
  const { deadlineMs, retryMs, attemptMaxMs } = { ...usual, ...options.limits };
  let isAway = false;
  let isStopped = false;
  let recovering: Promise<void> | null = null;
  let nap: (() => void) | null = null;

  const depart = (code: string) => {
    if (!isAway) log("error", "the database is away: events go to the spool", { code });
    isAway = true;
  };

  /**
   * Tries until the spool is empty; each chunk that is taken says that the database is back. A batch
   * may fail, or reach the disk of the spool, in the moment in which all was well again.
   */
  const recover = async () => {
    while (!isStopped && (isAway || spool.bytes > 0)) {
      try {
        // Nothing at all is stored where nothing waits; it still asks the database.
        if (spool.bytes === 0) await storeChunk([]);
        await spool.drain(storeChunk);
      } catch (error) {
        if (error instanceof DeadlineError) reconnect();
        depart(error instanceof DeadlineError ? "no answer in time" : codeOf(error));
        await sleep(retryMs);
      }
    }
    recovering = null;
  };
  const beginRecovery = () => {
    if (isAway || spool.bytes > 0) recovering ??= recover();
  };
  const storeChunk = async (rows: readonly EventRow[]) => {
    await withDeadline(storeHalving(rows), attemptMaxMs);
    if (isAway) log("info", "the database is back");
    isAway = false;
    onCommit();
  };
  /** Stores what can be stored; a row that the database refuses is left out. */
  const storeHalving = async (rows: readonly EventRow[]): Promise<void> => {
    try {
      await store(rows);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (rows.length <= 1) return logRefusal(error);
      const middle = rows.length >> 1;
      await storeHalving(rows.slice(0, middle));
      await storeHalving(rows.slice(middle));
    }
  };
  const logRefusal = (error: unknown) =>
    log("warn", "an event was set aside, which the database refuses", { code: codeOf(error) });
  const sleep = async (ms: number) => {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      nap = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    nap = null;
  };

  const toSpool = async (entries: readonly Entry[]): Promise<Tell> => {
    const isKept = await spool.append(entries.map(({ rows }) => rows));
    // What was on its way there when the last attempt ended would wait for the next outage.
    beginRecovery();
    return settlerOf(entries, isKept ? "stored" : "unavailable");
  };

  const toDatabase = async (entries: readonly Entry[], conflicts = 0): Promise<Tell> => {
    try {
      const storing = store(entries.flatMap(({ rows }) => rows));
      // Whatever comes of a batch that was late is of no interest any more.
      storing.catch(() => {});
      await withDeadline(storing, deadlineMs);
    } catch (error) {
      const code = error instanceof DeadlineError ? "no answer in time" : codeOf(error);
      if (isRefusal(error)) return halve(entries, error);
      if (code.startsWith("40") && conflicts < conflictsMax)
        return toDatabase(entries, conflicts + 1);
      depart(code);
      beginRecovery();
      return toSpool(entries);
    }
    onCommit();
    return settlerOf(entries, "stored");
  };

  /** Halves a batch until the request is found whose rows the database does not take. */
  const halve = async (entries: readonly Entry[], error: unknown): Promise<Tell> => {
    if (entries.length === 1) {
      logRefusal(error);
      return settlerOf(entries, "unstorable");
    }
    const middle = entries.length >> 1;
    const tellFirst = await write(entries.slice(0, middle));
    const tellSecond = await write(entries.slice(middle));
    return () => {
      tellFirst();
      tellSecond();
    };
  };

  const write = (entries: readonly Entry[]) => (isAway ? toSpool(entries) : toDatabase(entries));

  // What an earlier run has left waits no longer than the first event.
  beginRecovery();
  return {
    write,
    isShut: () => isAway && spool.isFull,
    isAway: () => isAway,
    stop: async () => {
      isStopped = true;
      nap?.();
      await Promise.race([recovering, Bun.sleep(deadlineMs)]);
      await spool.close();
    },
  };
}

function settlerOf(entries: readonly Entry[], stored: Stored): Tell {
  return () => {
    for (const entry of entries) entry.settle(stored);
  };
}
