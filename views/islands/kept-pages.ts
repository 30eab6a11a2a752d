// What the service worker keeps, and what it shows of that; see service-worker.ts. No more than
// decisions, so that they can be tested without a browser.

const keptMax = 20;
const freshForMs = 5 * 60_000;

/** A page in the cache: its path with the query, and when it came from the server. */
export interface KeptPage {
  address: string;
  keptAtMs: number;
}

/** The whole pages of figures, by path: all sites, and a site's dashboard. */
export function isFiguresPage(path: string): boolean {
  return /^\/sites(\/[^/]+)?$/.test(path) && path !== "/sites/new";
}

/**
 * The pages in place of which something else can be shown. Files, streams and what the collector
 * answers are none, nor are addresses with a secret in them.
 */
export function isPage(path: string): boolean {
  if (/\/(live|export|raw)(\/|$)|\.csv$/.test(path)) return false;
  return /^\/($|(sites|admin|account|docs|sign-in|forgot-password|offline)(\/|$))/.test(path);
}

/** Whether a request is made by or for somebody else than who has seen what is kept. */
export function changesPerson(method: string, path: string): boolean {
  if (/^\/sign-in(\/|$)/.test(path)) return true;
  return method === "POST" && /^\/(sign-out$|setup\/|password\/)/.test(path);
}

/** Whether a page was seen so lately that it need not be asked for again. */
export function isFresh({ keptAtMs }: KeptPage, nowMs: number): boolean {
  return nowMs - keptAtMs < freshForMs;
}

/** The pages that have to go so that the newest are left. */
export function surplusOf(kept: readonly KeptPage[]): KeptPage[] {
  return newestFirst(kept).slice(keptMax);
}

/**
 * What to show of the kept pages where the network fails: the page itself, else the newest with the
 * same path, which is the same site with other parameters. `/` leads to wherever one was last.
 */
export function standInFor(asked: string, kept: readonly KeptPage[]): KeptPage | null {
  const [exact] = kept.filter(({ address }) => address === asked);
  if (exact) return exact;
  const path = pathOf(asked);
  const [newest] = newestFirst(kept).filter(
    ({ address }) => path === "/" || pathOf(address) === path,
  );
  return newest ?? null;
}

export function newestFirst(kept: readonly KeptPage[]): KeptPage[] {
  return kept.toSorted((a, b) => b.keptAtMs - a.keptAtMs);
}

function pathOf(address: string): string {
  return address.replace(/\?.*/, "");
}
