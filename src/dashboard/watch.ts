import type { Deps } from "#src/auth/route.ts";
import type { Database } from "#src/db/client.ts";
import { describeError } from "#src/lib/log.ts";
import { type Pulse, readPulse } from "./pulse.ts";

export interface WatchedSite {
  id: number;
  timeZone: string;
}

/** Called once or twice a second, whether or not anything changed; `watchers` look at the site. */
type Listener = (pulse: Pulse, watchers: number) => void;

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
      const pulse = await this.#read();
      const restMs = (performance.now() - startedAt) * restPerLook;
      if (pulse) for (const listener of [...this.#listeners]) listener(pulse, this.size);
      await Bun.sleep(Math.min(Math.max(restMs, restMinMs), restMaxMs));
    }
    this.#isRunning = false;
  }

  /** A database that is away for a while must not end the stream: the next look may succeed. */
  async #read(): Promise<Pulse | null> {
    const { database, now, log } = this.deps;
    try {
      return await readPulse(database.reports, this.site, now());
    } catch (error) {
      log("warn", "a live number could not be read", { why: describeError(error) });
      return null;
    }
  }
}

const listenersMax = 2_000;
const watches = new WeakMap<Database, Map<number, Watch>>();

/**
 * Looks at a site until `stop` is called. However many look at it, the database is asked once.
 * Shape: null when too many people look at sites already.
 */
export function watchSite(
  deps: Pick<Deps, "database" | "now" | "log">,
  site: WatchedSite,
  listener: Listener,
): { stop(): void } | null {
  const bySite = watches.get(deps.database) ?? new Map<number, Watch>();
  watches.set(deps.database, bySite);
  const listeners = [...bySite.values()].reduce((sum, { size }) => sum + size, 0);
  if (listeners >= listenersMax) return null;
  const watch = bySite.get(site.id) ?? new Watch(deps, site);
  bySite.set(site.id, watch);
  watch.add(listener);
  return {
    stop: () => {
      watch.remove(listener);
      if (watch.size === 0) bySite.delete(site.id);
    },
  };
}
