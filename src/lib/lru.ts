/**
 * A map that keeps at most `max` entries, or entries of at most that weight together, and lets go
 * of what was asked for the longest ago. A JavaScript map remembers the order in which its keys
 * came, so asking puts a key to the end, once the map is half full.
 */
export class Lru<K, V> {
  readonly #entries = new Map<K, V>();
  #weight = 0;

  constructor(
    readonly max: number,
    readonly weigh: (value: V) => number = () => 1,
  ) {}

  get size(): number {
    return this.#entries.size;
  }

  get(key: K): V | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    // Far from full nothing will have to go soon, and order is not worth its price.
    if (this.#weight * 2 < this.max) return value;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  set(key: K, value: V): void {
    this.delete(key);
    this.#entries.set(key, value);
    this.#weight += this.weigh(value);
    for (const [oldest] of this.#entries) {
      if (this.#weight <= this.max) return;
      this.delete(oldest);
    }
  }

  delete(key: K): void {
    const value = this.#entries.get(key);
    if (value === undefined) return;
    this.#weight -= this.weigh(value);
    this.#entries.delete(key);
  }
}
