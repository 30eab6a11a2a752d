import { and, inArray, isNull } from "drizzle-orm";
import type { Database } from "#src/db/client.ts";
import { sites } from "#src/db/schema/tables.ts";
import { DeadlineError, withDeadline } from "#src/lib/deadline.ts";
import type { IpRange } from "#src/lib/ip.ts";
import { Lru } from "#src/lib/lru.ts";
import type { TrackerSettings } from "#src/lib/tracker-variant.ts";
import { rangesOf } from "./exclusions.ts";

/** What the collector knows of a site. */
export interface CollectSite extends TrackerSettings {
  id: number;
  key: string;
  domain: string;
  hostnames: readonly string[];
  includeSubdomains: boolean;
  timeZone: string;
  excludedIps: readonly IpRange[];
  excludedPaths: readonly string[];
  /** SHA-256 of the key by which the site's servers report events; null without one. */
  secretHash: Uint8Array | null;
}

/** The sites by their keys, without a query per request. */
export interface Directory {
  /**
   * The site of a key, null when there is none or it was archived; at once when it is known.
   * Errors: whatever the database says of a key that was never asked for before.
   */
  find(key: string): Found | Promise<Found>;
  /** The site of a key if it is known; never asks the database. */
  peek(key: string): Found;
}

type Found = CollectSite | null;
interface Entry {
  site: Found;
  /** When the answer was asked of the database. Units: ms of the clock. */
  askedAt: number;
  /** Being asked anew. */
  asking: Promise<void> | null;
  /** The database did not answer when it was last asked: nobody waits for it again. */
  isStale: boolean;
}

const entriesMax = 10_000;
/** After this long an answer is asked for again in the background, … */
const freshMs = 1_000;
/** … and after this long nobody is served it any more, so that settings arrive within two seconds. */
const servedMaxMs = 2_000;
/** How long a request waits for the database when it has an old answer, and when it has none. */
const renewMaxMs = 100;
const firstMaxMs = 2_000;
/** Different keys that may wait for one query. */
const waitingMax = 1_000;

/**
 * Makes a directory. Requests are answered from memory; a site that is busy is asked for once a
 * second, in the background. All keys that are wanted while one query runs share the next, so that
 * made-up keys cannot flood the database. While the database does not answer, what was last known
 * holds.
 */
export function createDirectory(
  database: Pick<Database, "orm">,
  clock: () => number = () => performance.now(),
): Directory {
  const entries = new Lru<string, Entry>(entriesMax);
  const load = createLoader(database);

  const ask = async (key: string, known: Entry | undefined): Promise<Found> => {
    const askedAt = clock();
    try {
      const site = await withDeadline(load(key), known ? renewMaxMs : firstMaxMs);
      entries.set(key, { site, askedAt, asking: null, isStale: false });
      return site;
    } catch (error) {
      if (!known) throw error;
      // The next try is due when this one would have grown old.
      entries.set(key, { ...known, askedAt: clock(), asking: null, isStale: true });
      return known.site;
    }
  };

  return {
    find: (key) => {
      const known = entries.get(key);
      const age = known ? clock() - known.askedAt : Number.POSITIVE_INFINITY;
      if (!known || (age >= servedMaxMs && !known.isStale)) return ask(key, known);
      if (age >= freshMs) known.asking ??= ask(key, known).then(() => {});
      return known.site;
    },
    peek: (key) => entries.get(key)?.site ?? null,
  };
}

/** Loads sites by key; one query at a time, each for all keys that have gathered. */
function createLoader({ orm }: Pick<Database, "orm">): (key: string) => Promise<Found> {
  let next: { keys: Set<string>; answer: Promise<Map<string, CollectSite>> } | null = null;
  let running: Promise<unknown> = Promise.resolve();

  const query = async (keys: Set<string>) => {
    const rows = await orm
      .select({
        id: sites.id,
        key: sites.key,
        domain: sites.domain,
        hostnames: sites.hostnames,
        includeSubdomains: sites.includeSubdomains,
        timeZone: sites.timeZone,
        hashMode: sites.hashMode,
        respectDnt: sites.respectDnt,
        countTestTraffic: sites.countTestTraffic,
        countLinks: sites.countLinks,
        countForms: sites.countForms,
        excludedIps: sites.excludedIps,
        excludedPaths: sites.excludedPaths,
        secretHash: sites.secretHash,
      })
      .from(sites)
      .where(and(inArray(sites.key, [...keys]), isNull(sites.archivedAt)));
    const read = (site: (typeof rows)[number]): CollectSite => ({
      ...site,
      excludedIps: rangesOf(site.excludedIps),
    });
    return new Map(rows.map((site) => [site.key, read(site)]));
  };

  return async (key) => {
    if (!next) {
      const keys = new Set<string>();
      const answer = running.then(() => {
        next = null;
        return query(keys);
      });
      running = answer.catch(() => {});
      next = { keys, answer };
    }
    if (next.keys.size >= waitingMax) throw new DeadlineError("too many unknown sites at once");
    next.keys.add(key);
    return (await next.answer).get(key) ?? null;
  };
}
