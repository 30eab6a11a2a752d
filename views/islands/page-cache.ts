import { type KeptPage, newestFirst, standInFor, surplusOf } from "./kept-pages.ts";

// The last figures seen, as whole pages with the time at which they were. They are somebody's: they
// are forgotten as soon as somebody else may be at the browser.

export const pagesName = "pages";
const keptAtHeader = "x-kept-at";
let forgetting: Promise<unknown> = Promise.resolve();
let forgottenTimes = 0;

/** Takes all pages away; what is being kept meanwhile is not kept. */
export function forgetPages(): Promise<unknown> {
  forgottenTimes++;
  forgetting = caches.delete(pagesName);
  return forgetting;
}

/** Takes a site's pages away, whatever their period: it is nobody's any more, or not this person's. */
export async function forgetPath(path: string): Promise<void> {
  await forgetting;
  if (!(await caches.has(pagesName))) return;
  await (await caches.open(pagesName)).delete(path, { ignoreSearch: true });
}

/** Keeps an answer under its address; `begun` is `keepingSince` of when it was asked for. */
export async function keepPage(address: string, answer: Response, begun: number): Promise<void> {
  const html = await answer.text();
  await forgetting;
  if (begun !== forgottenTimes) return;
  const headers = new Headers(answer.headers);
  // The text is no longer compressed, and there is one person whose page it can be.
  for (const name of ["content-encoding", "content-length", "vary"]) headers.delete(name);
  headers.set(keptAtHeader, String(Date.now()));
  const cache = await caches.open(pagesName);
  await cache.put(address, new Response(html, { headers }));
  for (const { address: old } of surplusOf(await listKept())) await cache.delete(old);
  if (begun !== forgottenTimes) await caches.delete(pagesName);
}

export function keepingSince(): number {
  return forgottenTimes;
}

export async function listKept(): Promise<KeptPage[]> {
  await forgetting;
  const kept: KeptPage[] = [];
  // To open it would be to make it.
  if (!(await caches.has(pagesName))) return kept;
  const cache = await caches.open(pagesName);
  for (const request of await cache.keys()) {
    const { pathname, search } = new URL(request.url);
    const answer = await cache.match(request);
    const keptAtMs = Number(answer?.headers.get(keptAtHeader) ?? 0);
    kept.push({ address: pathname + search, keptAtMs });
  }
  return kept;
}

/** A kept page for an address, marked with its time, and as that of another one if it is; or null. */
export async function readStandIn(asked: string): Promise<Response | null> {
  const page = standInFor(asked, await listKept());
  const answer = page && (await readKept(page));
  if (!answer) return null;
  const at = new Date(page.keptAtMs).toISOString();
  const isOther = page.address !== asked && asked.startsWith("/sites/");
  const marks = `data-kept-at="${at}"${isOther ? ' data-kept-other=""' : ""}`;
  const html = (await answer.text()).replace("<html ", `<html ${marks} `);
  return new Response(html, { headers: answer.headers });
}

/** The language of the page that was seen last. */
export async function keptLanguage(): Promise<string | null> {
  const [newest] = newestFirst(await listKept());
  const html = newest && (await (await readKept(newest))?.text());
  return html?.match(/<html lang="(\w+)"/)?.[1] ?? null;
}

/** The addresses of all bundles that the kept pages load. */
export async function assetsOfKept(): Promise<Set<string>> {
  const assets = new Set<string>();
  for (const page of await listKept()) {
    const html = (await (await readKept(page))?.text()) ?? "";
    for (const [address] of html.matchAll(/\/assets\/[\w.-]+\?v=\w+/g)) assets.add(address);
  }
  return assets;
}

async function readKept({ address }: KeptPage): Promise<Response | undefined> {
  return await (await caches.open(pagesName)).match(address);
}
