import { readAdmitted } from "#src/auth/admission.ts";
import type { Deps } from "#src/auth/route.ts";
import type { Database } from "#src/db/client.ts";
import { describeError } from "#src/lib/log.ts";
import { type Pulse, readPulse } from "./pulse.ts";

export interface WatchedSite {
  id: number;
  timeZone: string;
}

/** One who looks at a site. */
interface Listener {
  userId: number;
  sessionId: number;
  /** Called once or twice a second, changed or not; `watchers` look at the site. */
  tell(pulse: Pulse, watchers: number): void;
  /** Called when the session may look at the site no more. */
  end(): void;
}

/** What a site looks like, and the sessions that may see it. */
interface Look {
  pulse: Pulse;
  admitted: Set<number>;
}

// A look takes a few milliseconds. Where it takes longer there is a rest of ten times as long.
const restMinMs = 500;
const restMaxMs = 2_000;
const restPerLook = 10;

/** One loop for all who look at a site; it ends with the last of them. */
class Watch {
  readonly #listeners = new Set<Listener>();
  #isRunning = false;

  constructor(
    readonly deps: Pick<Deps, "database" | "now" | "log">,
    readonly site: WatchedSite,
  ) {}

  get size(): number {
    return this.#listeners.size;
  }

  countOf(userId: number): number {
    return [...this.#listeners].filter((listener) => listener.userId === userId).length;
  }

  add(listener: Listener): void {
    this.#listeners.add(listener);
    if (!this.#isRunning) void this.#run();
  }

  remove(listener: Listener): void {
    this.#listeners.delete(listener);
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#listeners.size > 0) {
      const startedAt = performance.now();
      // Whoever comes in between is told by the next look.
      const listeners = [...this.#listeners];
      const look = await this.#look(listeners.map(({ sessionId }) => sessionId));
      const restMs = (performance.now() - startedAt) * restPerLook;
      if (look) for (const listener of listeners) this.#tell(listener, look);
      await Bun.sleep(Math.min(Math.max(restMs, restMinMs), restMaxMs));
    }
    this.#isRunning = false;
  }

  #tell(listener: Listener, { pulse, admitted }: Look): void {
    if (!this.#listeners.has(listener)) return;
    if (admitted.has(listener.sessionId)) listener.tell(pulse, this.size);
    else listener.end();
  }

  /** A database that is away for a while must not end the stream: the next look may succeed. */
  async #look(sessionIds: number[]): Promise<Look | null> {
    const { database, now, log } = this.deps;
    try {
      const pulse = await readPulse(database.reports, this.site, now());
      // Asked last, so that nobody is told what they may not see any more.
      const siteId = this.site.id;
      const admitted = await readAdmitted(database.orm, { siteId, sessionIds, now: now() });
      return { pulse, admitted };
    } catch (error) {
      log("warn", "a live number could not be read", { why: describeError(error) });
      return null;
    }
  }
}

const listenersMax = 2_000;
/** Of one person on all sites and devices; a tab that is not seen has no stream. */
const ownListenersMax = 20;
const watches = new WeakMap<Database, Map<number, Watch>>();

/**
 * Looks at a site until `stop` is called. However many look at it, the database is asked once.
 * Shape: null when too many people look at sites already, or this one in too many places.
 */
export function watchSite(
  deps: Pick<Deps, "database" | "now" | "log">,
  site: WatchedSite,
  listener: Listener,
): { stop(): void } | null {
  const bySite = watches.get(deps.database) ?? new Map<number, Watch>();
  watches.set(deps.database, bySite);
  const sumOf = (count: (watch: Watch) => number) =>
    [...bySite.values()].reduce((sum, watch) => sum + count(watch), 0);
  if (sumOf(({ size }) => size) >= listenersMax) return null;
  if (sumOf((watch) => watch.countOf(listener.userId)) >= ownListenersMax) return null;
  const watch = bySite.get(site.id) ?? new Watch(deps, site);
  bySite.set(site.id, watch);
  watch.add(listener);
  return {
    stop: () => {
      watch.remove(listener);
      // Stopped a second time, it may have a successor, whose listeners are still to be counted.
      if (watch.size === 0 && bySite.get(site.id) === watch) bySite.delete(site.id);
    },
  };
}
