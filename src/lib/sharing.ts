const goodPerTaken = 10;
const goodMaxMs = 1_000;

interface Shared<V> {
  answer: Promise<V>;
  /** Units: milliseconds of the monotonic clock; without end while the answer is on its way. */
  goodUntil: number;
}

/**
 * Asks once for all who want to know the same at a time: whoever comes while the answer is on its
 * way, or for ten times as long as it took afterwards, at most a second, gets the same answer. So
 * what is quick is as good as new, and what is slow takes a tenth of a core however many ask.
 * Errors: whatever asking throws, to all who wait; the next one asks again.
 */
export class Sharing<K, V> {
  readonly #known = new Map<K, Shared<V>>();

  async ask(key: K, ask: () => Promise<V>): Promise<V> {
    const known = this.#known.get(key);
    const startedAt = performance.now();
    if (known && known.goodUntil > startedAt) return known.answer;
    const shared = { answer: ask(), goodUntil: Number.POSITIVE_INFINITY };
    this.#forgetOld(startedAt);
    this.#known.set(key, shared);
    try {
      const answer = await shared.answer;
      const endedAt = performance.now();
      shared.goodUntil = endedAt + Math.min(goodPerTaken * (endedAt - startedAt), goodMaxMs);
      return answer;
    } catch (error) {
      this.#known.delete(key);
      throw error;
    }
  }

  #forgetOld(now: number): void {
    for (const [key, { goodUntil }] of this.#known) if (goodUntil <= now) this.#known.delete(key);
  }
}
