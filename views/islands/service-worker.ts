import { changesPerson, isFiguresPage, isFresh, isPage } from "./kept-pages.ts";
import {
  assetsOfKept,
  forgetPages,
  forgetPath,
  keepingSince,
  keepPage,
  keptLanguage,
  listKept,
  pagesName,
  readStandIn,
} from "./page-cache.ts";
import type { WorkerFetch, WorkerScope } from "./worker-scope.ts";

// The network goes first wherever it matters: the worker answers by itself only with bundles, whose
// addresses change with their content, and when the network fails. It takes no part in what htmx
// asks for: half a page from the past beside half a page of now would be wrong figures.

/** The bundles of this build, as addresses with a space between them, and a hash of them all. */
declare const SHELL_ASSETS: string;
declare const SHELL_VERSION: string;

const worker = globalThis as unknown as WorkerScope;
const shell = SHELL_ASSETS.split(" ");
const assetsName = "assets";
const offlineName = `offline-${SHELL_VERSION}`;
const icon = "/favicon.svg";
const languages = ["en", "fr"];
const offlinePath = (language: string) => `/offline?lang=${language}`;

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(clearOld()));

/** Fails, to be tried again by the browser, where the server is of another version by now. */
async function install(): Promise<void> {
  const assets = await caches.open(assetsName);
  await Promise.all(
    shell.map(async (address) => {
      if (await assets.match(address)) return;
      const answer = await fetch(address);
      if (!isForEver(answer)) throw new Error(`${address} is not what it was`);
      await assets.put(address, answer);
    }),
  );
  const offline = await caches.open(offlineName);
  const pages = languages.map(offlinePath);
  await Promise.all(
    [icon, ...pages].map(async (address) => {
      const answer = await fetch(address, { credentials: "omit" });
      if (!answer.ok) throw new Error(`${address} cannot be had`);
      await offline.put(address, withoutVary(answer));
    }),
  );
}

/** A page that is kept goes on with the bundles that it was made for. */
async function clearOld(): Promise<void> {
  const own = [assetsName, pagesName, offlineName];
  for (const name of await caches.keys()) if (!own.includes(name)) await caches.delete(name);
  const needed = await assetsOfKept();
  const assets = await caches.open(assetsName);
  for (const request of await assets.keys()) {
    const address = addressOf(new URL(request.url));
    if (!shell.includes(address) && !needed.has(address)) await assets.delete(request);
  }
}

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  // Never answered for the server: what comes through a worker could not be told from our own page's.
  if (changesPerson(request.method, url.pathname)) event.waitUntil(forgetPages());
  if (request.method !== "GET") return;
  if (/^\/assets\/[\w.-]+$/.test(url.pathname) && url.searchParams.has("v"))
    event.respondWith(answerAsset(event, addressOf(url)));
  else if (url.pathname === icon) event.respondWith(answerIcon(request));
  else if (request.mode === "navigate" && isPage(url.pathname))
    event.respondWith(answerPage(event, url));
});

worker.addEventListener("message", (event) => {
  const { kind, address } = event.data as { kind: string; address?: string };
  if (kind === "take-over") event.waitUntil(worker.skipWaiting());
  if (kind === "keep" && address) event.waitUntil(keepAnew(address));
});

async function answerAsset(event: WorkerFetch, address: string): Promise<Response> {
  const assets = await caches.open(assetsName);
  const kept = await assets.match(address);
  if (kept) return kept;
  const answer = await fetch(event.request);
  if (isForEver(answer)) event.waitUntil(assets.put(address, answer.clone()));
  return answer;
}

async function answerIcon(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(offlineName)).match(icon);
    if (!kept) throw error;
    return kept;
  }
}

async function answerPage(event: WorkerFetch, url: URL): Promise<Response> {
  const begun = keepingSince();
  try {
    const answer = await fetch(event.request);
    if (isFiguresPage(url.pathname)) event.waitUntil(keepOrForget(url, answer.clone(), begun));
    return answer;
  } catch (error) {
    const answer = (await readStandIn(addressOf(url))) ?? (await readOfflinePage());
    if (!answer) throw error;
    return answer;
  }
}

async function readOfflinePage(): Promise<Response | undefined> {
  const own = (await keptLanguage()) ?? navigator.language.slice(0, 2);
  const offline = await caches.open(offlineName);
  return await offline.match(offlinePath(languages.includes(own) ? own : "en"));
}

const asked = new Set<string>();

/** Keeps an address as it is now, at most once in five minutes: its figures change after it came. */
async function keepAnew(address: string): Promise<void> {
  const url = new URL(address, location.origin);
  if (url.origin !== location.origin || !isFiguresPage(url.pathname) || asked.has(address)) return;
  asked.add(address);
  try {
    const kept = (await listKept()).find((page) => page.address === address);
    if (kept && isFresh(kept, Date.now())) return;
    const begun = keepingSince();
    // A session that has ended leads elsewhere, and that is not followed.
    const answer = await fetch(address, { redirect: "manual" });
    await keepOrForget(url, answer, begun);
  } finally {
    asked.delete(address);
  }
}

async function keepOrForget(url: URL, answer: Response, begun: number): Promise<void> {
  if (isWholePage(answer)) await keepPage(addressOf(url), answer, begun);
  // Traefik's own 404, for a server that is down, is plain text.
  else if (answer.status === 404 && isHtml(answer)) await forgetPath(url.pathname);
}

function isWholePage(answer: Response): boolean {
  return answer.ok && !answer.redirected && isHtml(answer);
}

function isHtml({ headers }: Response): boolean {
  return (headers.get("content-type") ?? "").startsWith("text/html");
}

/** The server says so only of a bundle whose hash is the one in the address. */
function isForEver({ ok, headers }: Response): boolean {
  return ok && (headers.get("cache-control") ?? "").includes("immutable");
}

function withoutVary(answer: Response): Response {
  const headers = new Headers(answer.headers);
  for (const name of ["content-encoding", "content-length", "vary"]) headers.delete(name);
  return new Response(answer.body, { headers });
}

function addressOf({ pathname, search }: URL): string {
  return pathname + search;
}
