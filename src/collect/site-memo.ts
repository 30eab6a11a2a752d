import type { CollectSite } from "#src/sites/directory.ts";

/**
 * Remembers what a pure function made of a site and a text. The directory makes a new object of a
 * site each second that it is busy, so nothing outlives the site's settings by more, and what is
 * remembered of other sites goes with them.
 */
export function memoBySite<T>(
  max: number,
  make: (site: CollectSite, text: string) => T,
): (site: CollectSite, text: string) => T {
  const memos = new WeakMap<CollectSite, Map<string, T>>();
  return (site, text) => {
    let memo = memos.get(site);
    if (!memo || memo.size >= max) {
      memo = new Map();
      memos.set(site, memo);
    }
    const known = memo.get(text);
    if (known !== undefined) return known;
    const made = make(site, text);
    memo.set(text, made);
    return made;
  };
}
