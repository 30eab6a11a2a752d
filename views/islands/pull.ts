/** Units: CSS pixels of the finger's way. */
const startsAfter = 10;
const readyAfter = 140;
const offsetMax = 96;
/** The indicator moves half as far as the finger, so that the page seems to have a weight. */
const weight = 0.5;

/** How a finger that came down at the top of the page has moved since: down, or aside. */
export function isPull(down: number, aside: number): boolean {
  return down > startsAfter && down > Math.abs(aside) * 1.5;
}

/** Whether it has come so far that letting go refreshes. */
export function isReady(down: number): boolean {
  return down >= readyAfter;
}

/** Where the indicator hangs, from its place above the window. */
export function offsetOf(down: number): number {
  return Math.min(Math.max(down * weight, 0), offsetMax);
}
