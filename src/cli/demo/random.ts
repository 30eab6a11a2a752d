/** Values with their weights, which need not add up to anything. */
export type Weighted<T> = readonly (readonly [T, number])[];

/** A stream of random numbers that is the same for the same seed. */
export interface Random {
  /** A number from 0 to below 1. */
  unit(): number;
  /** A number of a range, both ends as like as any other. */
  between(from: number, to: number): number;
  /** Whether something happens that happens with this probability. */
  chance(probability: number): boolean;
  pick<T>(values: Weighted<T>): T;
  /** A whole number of 53 bits, which no other of a demo is likely to equal. */
  key(): number;
  /** A value around a median, seldom much larger: how long people stay. */
  around(median: number, spread: number): number;
}

/** Makes the stream of a seed: mulberry32, started from a hash of the text. */
export function createRandom(seed: string): Random {
  let state = Bun.hash.crc32(seed);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const unit = () => next() / 2 ** 32;
  return {
    unit,
    between: (from, to) => from + unit() * (to - from),
    chance: (probability) => unit() < probability,
    pick: (values) => pickBy(values, unit()),
    key: () => (next() >>> 5) * 2 ** 26 + (next() >>> 6),
    around: (median, spread) => median * Math.exp(spread * normal(unit(), unit())),
  };
}

/** Values by Zipf's law: the first is twice as likely as the second, thrice as the third. */
export function zipf<T>(values: readonly T[]): Weighted<T> {
  return values.map((value, index): readonly [T, number] => [value, 1 / (index + 1)]);
}

function pickBy<T>(values: Weighted<T>, unit: number): T {
  const total = values.reduce((sum, [, weight]) => sum + weight, 0);
  let rest = unit * total;
  for (const [value, weight] of values) {
    rest -= weight;
    if (rest < 0) return value;
  }
  const last = values.at(-1);
  if (!last) throw new Error("there is nothing to pick from");
  return last[0];
}

/** A normally distributed number from two even ones (Box and Muller). */
function normal(one: number, other: number): number {
  return Math.sqrt(-2 * Math.log(1 - one)) * Math.cos(2 * Math.PI * other);
}
