import { type Figures, figureNames, figuresAt } from "./figures.ts";

/** Numbers of places in a row of sums: a power of two, so that a row is found by a shift. */
export const rowShift = 3;
/** The place of a figure in a row of sums. */
export const placeOf = {
  visitors: 0,
  visits: 1,
  pageviews: 2,
  bounces: 3,
  engagedMs: 4,
  events: 5,
  scroll: 6,
} as const satisfies Record<(typeof figureNames)[number], number>;

/** The texts that a list of a site ever had, each with a number of its own. */
export class Dictionary {
  readonly values: string[] = [];
  readonly #ids = new Map<string, number>();

  /** The number of a text, which it gets when it is met first. */
  idOf(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    this.#ids.set(text, this.values.length);
    return this.values.push(text) - 1;
  }
}

/** Figures by the texts of a dictionary, which may go on growing. */
export class Tally {
  #sums: Float64Array;

  constructor(readonly dictionary: Dictionary) {
    this.#sums = new Float64Array((dictionary.values.length + 1) << rowShift);
  }

  /** Adds the row of figures that stands in `sums` from `at` on to those of a text. */
  add(id: number, sums: ArrayLike<number>, at: number): void {
    const base = id << rowShift;
    if (base >= this.#sums.length) this.#grow();
    const own = this.#sums;
    for (let place = 0; place < figureNames.length; place++)
      own[base + place] = (own[base + place] ?? 0) + (sums[at + place] ?? 0);
  }

  /** The texts that have figures, by their numbers. */
  ids(): number[] {
    const ids: number[] = [];
    const own = this.#sums;
    for (let base = placeOf.visits; base < own.length; base += 1 << rowShift)
      if (own[base] !== 0) ids.push(base >> rowShift);
    return ids;
  }

  figure(id: number, place: number): number {
    return this.#sums[(id << rowShift) + place] ?? 0;
  }

  figuresOf(id: number): Figures {
    return figuresAt(this.#sums, id << rowShift);
  }

  #grow(): void {
    const grown = new Float64Array(Math.max(16, this.dictionary.values.length * 2) << rowShift);
    grown.set(this.#sums);
    this.#sums = grown;
  }
}
