/**
 * Lets so many works be under way at once; the others wait for their turn, in order. Each place
 * rests after a work for as long as that took, so that however many want in, the process has as much
 * time for everything else.
 */
export class Gate {
  #free: number;
  readonly #waiting: (() => void)[] = [];
  readonly #restMaxMs: number;

  /** Units: a place rests for at most `restMaxMs`. */
  constructor({ max, restMaxMs }: { max: number; restMaxMs: number }) {
    this.#free = max;
    this.#restMaxMs = restMaxMs;
  }

  /** Does the work when there is room. Errors: those of the work; its place is free again. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((enter) => this.#waiting.push(enter));
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      const tookMs = performance.now() - startedAt;
      setTimeout(() => this.#leave(), Math.min(tookMs, this.#restMaxMs));
    }
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }
}
