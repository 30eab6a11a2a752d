/** The items in portions of at most `size`, in order. */
export function portionsOf<T>(items: readonly T[], size: number): T[][] {
  const portions: T[][] = [];
  for (let at = 0; at < items.length; at += size) portions.push(items.slice(at, at + size));
  return portions;
}

/** Loads one thing after the other, each while the one before is being used. */
export async function* loadAhead<T, R>(
  items: readonly T[],
  load: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  let next: Promise<R> | undefined;
  for (const at of items.keys()) {
    const current: Promise<R> = next ?? load(items[at] as T);
    next = at + 1 < items.length ? load(items[at + 1] as T) : undefined;
    // Whoever uses the current one may fail first; the failure of the next is told when it is due.
    next?.catch(() => {});
    yield await current;
  }
}
