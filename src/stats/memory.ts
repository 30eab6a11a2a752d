import { totalmem } from "node:os";
import type { Sql } from "#src/db/client.ts";
import { Lru } from "#src/lib/lru.ts";
import type { Segment } from "./segments/segment.ts";
import { Dictionary } from "./tally.ts";

/** A list of one day. Shape: a row of `sums` for each of `ids`, numbers of the list's dictionary. */
export interface DayList {
  version: string;
  ids: Uint32Array;
  sums: Float64Array;
}

/** A segment of one day, and the numbers that the values of its columns have in dictionaries. */
export interface DaySegment {
  version: string;
  segment: Segment;
  ids: WeakMap<Dictionary, Uint32Array>;
}

// A 32nd of the machine for each of the two kinds: at 5 M events in 90 days the lists of a site take
// some 25 MB and the segments 110. What does not fit is unpacked for each look: with 256 MB for 20 M
// events a filtered page took 1.8 s.
const shareOfMachine = 32;
const bytesMin = 16 * 2 ** 20;
const bytesMax = 768 * 2 ** 20;
const sitesMax = 2_000;
/** Texts of all dictionaries of a site, of some hundred bytes each. */
const textsMax = 500_000;
/** What an entry takes besides its numbers. */
const overheadBytes = 200;

const budget = Math.min(Math.max(totalmem() / shareOfMachine, bytesMin), bytesMax);

/** What the questions to one database hold of days, each as of a version of the day. */
class Memory {
  readonly lists = new Lru<string, DayList>(
    budget,
    ({ ids, sums }) => ids.byteLength + sums.byteLength + overheadBytes,
  );
  readonly segments = new Lru<string, DaySegment>(
    budget,
    ({ segment }) => segment.size + overheadBytes,
  );
  readonly sites = new Lru<number, SiteMemory>(sitesMax);
}

let lastEpoch = 0;

/** The dictionaries of one site, and its days by keys that go with them. */
export class SiteMemory {
  readonly #dictionaries = new Map<string, Dictionary>();
  readonly #epoch = ++lastEpoch;

  constructor(readonly memory: Memory) {}

  /** Whether the dictionaries have grown so large that all is better begun anew. */
  get isFull(): boolean {
    let texts = 0;
    for (const { values } of this.#dictionaries.values()) texts += values.length;
    return texts > textsMax;
  }

  dictionaryOf(list: string): Dictionary {
    const known = this.#dictionaries.get(list) ?? new Dictionary();
    this.#dictionaries.set(list, known);
    return known;
  }

  /** The list of a day, if it is held as of this version. */
  listOf(day: string, list: string, version: string): DayList | null {
    const held = this.memory.lists.get(this.#key(day, list));
    return held?.version === version ? held : null;
  }

  holdList(day: string, list: string, held: DayList): void {
    this.memory.lists.set(this.#key(day, list), held);
  }

  /** The segment of a day as of this version, of all its visits or of those a filter lets pass. */
  segmentOf(day: string, version: string, narrowing: string): DaySegment | null {
    const held = this.memory.segments.get(this.#key(day, narrowing));
    return held?.version === version ? held : null;
  }

  holdSegment(day: string, narrowing: string, held: DaySegment): void {
    this.memory.segments.set(this.#key(day, narrowing), held);
  }

  #key(day: string, what: string): string {
    return `${this.#epoch} ${day} ${what}`;
  }
}

const memories = new WeakMap<Sql, Memory>();

/** Lets go of everything that is held of one database. */
export function forgetMemory(sql: Sql): void {
  memories.delete(sql);
}

/** What is held of a site. One question uses one, from its beginning to its end. */
export function memoryOf(sql: Sql, siteId: number): SiteMemory {
  const memory = memories.get(sql) ?? new Memory();
  memories.set(sql, memory);
  const known = memory.sites.get(siteId);
  if (known && !known.isFull) return known;
  const fresh = new SiteMemory(memory);
  memory.sites.set(siteId, fresh);
  return fresh;
}
