import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";

/** Headers of what is no page and nobody else's: its kind is not guessed, no other site embeds it. */
export const ownHeaders = {
  "cross-origin-resource-policy": "same-origin",
  "x-content-type-options": "nosniff",
} as const;

/** Renders a page or a fragment. */
export function htmlResponse(view: VNode, status = 200, headers: HeadersInit = {}): Response {
  const html = htmlOf(view);
  const response = new Response(html, { status, headers });
  response.headers.set("content-type", "text/html; charset=utf-8");
  bodyBytes.set(response, Buffer.byteLength(html));
  return response;
}

const bodyBytes = new WeakMap<Response, number>();

/**
 * How large a rendered answer is; null for others. (To look at the `body` of a response would make
 * a stream of it.)
 */
export function bodyBytesOf(response: Response): number | null {
  return bodyBytes.get(response) ?? null;
}

/** The text of a page, a fragment or a mail; a whole document gets its doctype. */
export function htmlOf(view: VNode): string {
  const html = renderToString(view);
  return html.startsWith("<html") ? `<!doctype html>${html}` : html;
}

/**
 * Sends the browser on after a form, by 303 so that a reload repeats nothing.
 * `path` must be one of this server: see `safePath` for what comes from outside.
 */
export function redirectTo(path: string, headers: HeadersInit = {}): Response {
  const response = new Response(null, { status: 303, headers });
  response.headers.set("location", path);
  return response;
}

/**
 * A redirect target that was given from outside, if it is a path of this server, else "/".
 * The odd inputs: `//evil.example`, `/\evil.example`, `/\t/evil.example`, `https:evil.example`.
 */
export function safePath(target: string | null | undefined): string {
  if (!target?.startsWith("/") || /[\\\p{Cc}]/u.test(target)) return "/";
  const base = "http://here.invalid";
  if (!URL.canParse(target, base)) return "/";
  const url = new URL(target, base);
  // A path such as `/.//evil.example` normalises to `//evil.example`, another host.
  if (url.origin !== base || url.pathname.startsWith("//")) return "/";
  return url.pathname + url.search;
}
