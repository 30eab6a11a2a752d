import type { Day } from "#src/lib/time.ts";

/** What stands for every value that is one too many. */
const otherValue = "(other)";

/** The most different values of a site and day, of each kind. */
const maxima = { path: 50_000, event: 500, property: 50 } as const;

type Kind = keyof typeof maxima;

/** Returns the value, or `(other)` if the site and day have had their fill of different ones. */
export type Keep = (kind: Kind, value: string) => string;
/** What holds for a site and day. */
export type KeepKnown = (siteId: number, day: Day) => Keep;

/** Values that are remembered in all, as hashes; some 80 MB. */
const rememberedMax = 2_000_000;
/** Nothing comes in for a day after that long. */
const lifeMs = 50 * 3_600_000;

interface Known {
  sets: Record<Kind, Set<number>>;
  madeAtMs: number;
}

/**
 * Bounds how many different paths, event names and property keys a site and day have, so that
 * nobody can fill the database, and every list of the dashboard, with made-up ones. The first ones
 * stay themselves. Counted by each server since its start, by 32-bit hashes: two values in four
 * billion are taken for one, and then one more gets in.
 */
export function createVariety(remembersMax = rememberedMax): KeepKnown {
  // The oldest first, as a map keeps them.
  const days = new Map<string, Known>();
  let remembered = 0;

  const forgetOld = () => {
    for (const [key, { sets, madeAtMs }] of days) {
      if (remembered <= remembersMax && performance.now() - madeAtMs < lifeMs) return;
      remembered -= sets.path.size + sets.event.size + sets.property.size;
      days.delete(key);
    }
  };
  const begin = (key: string): Known => {
    forgetOld();
    const sets = { path: new Set<number>(), event: new Set<number>(), property: new Set<number>() };
    const known = { sets, madeAtMs: performance.now() };
    days.set(key, known);
    return known;
  };

  return (siteId, day) => {
    const key = `${siteId} ${day}`;
    const { sets } = days.get(key) ?? begin(key);
    return (kind, value) => {
      if (value === "") return value;
      const hash = Bun.hash.xxHash32(value);
      const set = sets[kind];
      if (set.has(hash)) return value;
      if (set.size >= maxima[kind]) return otherValue;
      set.add(hash);
      remembered += 1;
      if (remembered > remembersMax) forgetOld();
      return value;
    };
  };
}
