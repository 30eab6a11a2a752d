import type { DropReason } from "./drop-reason.ts";
import { openHeaders } from "./headers.ts";

/** The smallest picture: one transparent point, as a GIF. */
const picture = Buffer.from("R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==", "base64");

/**
 * What the tracker would send of the page that shows the picture; without a page that it could be,
 * what nobody can read. The page is the Referer, or `?u=` where that is cut to its origin; `?r=`
 * is where the visitor came from.
 */
export function beaconOfPixel(request: Request): string {
  const asked = new URL(request.url).searchParams;
  const page = URL.parse(asked.get("u") ?? request.headers.get("referer") ?? "");
  if (!page) return "";
  const { search } = page;
  page.search = "";
  const view = { v: 1, t: "v", i: Math.random(), k: 0, a: 0, e: 0, y: 0 };
  return JSON.stringify({ ...view, u: page.href, q: search, r: asked.get("r") ?? "" });
}

/** The picture, whatever became of the view: a page must not show a broken one. */
export function pixelResponse(dropped: DropReason | null): Response {
  const headers = { ...openHeaders, "content-type": "image/gif", "cache-control": "no-store" };
  return new Response(picture, {
    headers: dropped ? { ...headers, "x-dropped": dropped } : headers,
  });
}
