import { existsSync, readFileSync } from "node:fs";
import { Elysia, NotFoundError } from "elysia";
import { assetPath, hashesOf } from "#src/lib/assets.ts";
import { ownHeaders } from "#src/lib/respond.ts";

const types: Record<string, string> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  woff2: "font/woff2",
  svg: "image/svg+xml",
  json: "application/json",
};

interface Bundle {
  plain: Uint8Array<ArrayBuffer>;
  brotli: Uint8Array<ArrayBuffer> | null;
  gzip: Uint8Array<ArrayBuffer> | null;
  hash: string;
  type: string;
}

/** What the service worker may do: ask this server, and nothing else. */
const workerPolicy = "default-src 'none'; connect-src 'self'";

/**
 * `GET /assets/{name}`: our own bundles, compressed at build time, and the flags, which are too small
 * for that. With the right `?v=` they never change and are cached for ever; otherwise the browser
 * asks again by ETag. `GET /sw.js` stands at the root, since a service worker has only what lies
 * below it, and is asked for anew each time, since it is what brings a new version.
 */
export function assetRoutes() {
  const bundles = loadBundles();
  const serve = (name: string, version: string | undefined, { headers }: Request) => {
    const bundle = bundles.get(name);
    if (!bundle) throw new NotFoundError();
    return serveBundle(bundle, version, headers);
  };
  return new Elysia({ name: "assets" })
    .get("/assets/:name", ({ params, query, request }) => serve(params.name, query.v, request))
    .get("/sw.js", ({ request }) => {
      const response = serve("sw.js", undefined, request);
      response.headers.set("cache-control", "no-cache");
      response.headers.set("content-security-policy", workerPolicy);
      return response;
    });
}

function serveBundle(bundle: Bundle, version: string | undefined, wanted: Headers): Response {
  const headers = new Headers({
    ...ownHeaders,
    "content-type": bundle.type,
    etag: `"${bundle.hash}"`,
    vary: "Accept-Encoding",
    "cache-control":
      version === bundle.hash ? "public, max-age=31536000, immutable" : "public, no-cache",
  });
  if (wanted.get("if-none-match") === `"${bundle.hash}"`)
    return new Response(null, { status: 304, headers });
  const accepted = wanted.get("accept-encoding") ?? "";
  if (bundle.brotli && /\bbr\b/.test(accepted)) {
    headers.set("content-encoding", "br");
    return new Response(bundle.brotli, { headers });
  }
  if (bundle.gzip && /\bgzip\b/.test(accepted)) {
    headers.set("content-encoding", "gzip");
    return new Response(bundle.gzip, { headers });
  }
  return new Response(bundle.plain, { headers });
}

function loadBundles(): Map<string, Bundle> {
  const bundles = new Map<string, Bundle>();
  for (const folder of ["web", "flags"] as const)
    for (const [name, hash] of Object.entries(hashesOf(folder))) {
      const read = (file: string) => readIfThere(assetPath(`${folder}/${file}`));
      const [plain, brotli, gzip] = [name, `${name}.br`, `${name}.gz`].map(read);
      const type = types[name.split(".").at(-1) ?? ""];
      if (!plain || !type) continue;
      bundles.set(name, { plain, hash, type, brotli: brotli ?? null, gzip: gzip ?? null });
    }
  return bundles;
}

function readIfThere(path: string): Uint8Array<ArrayBuffer> | null {
  return existsSync(path) ? new Uint8Array(readFileSync(path)) : null;
}
