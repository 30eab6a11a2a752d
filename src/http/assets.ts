import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Elysia } from "elysia";
import { assetPath } from "#src/lib/assets.ts";

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

/**
 * `GET /assets/{name}`: our own bundles, compressed at build time. With the right `?v=` they never
 * change and are cached for ever; otherwise the browser asks again by ETag.
 */
export function assetRoutes() {
  const bundles = loadBundles();
  return new Elysia({ name: "assets" }).get("/assets/:name", ({ params, query, request }) => {
    const bundle = bundles.get(params.name);
    if (!bundle) return new Response(null, { status: 404 });
    return serveBundle(bundle, query.v, request.headers);
  });
}

function serveBundle(bundle: Bundle, version: string | undefined, wanted: Headers): Response {
  const headers = new Headers({
    "content-type": bundle.type,
    etag: `"${bundle.hash}"`,
    vary: "Accept-Encoding",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
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
  const folder = assetPath("web");
  const hashes = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as Record<
    string,
    string
  >;
  const read = (name: string) =>
    existsSync(join(folder, name)) ? new Uint8Array(readFileSync(join(folder, name))) : null;
  const bundles = new Map<string, Bundle>();
  for (const name of readdirSync(folder)) {
    const [hash, plain] = [hashes[name], read(name)];
    const type = types[name.split(".").at(-1) ?? ""];
    if (!hash || !plain || !type) continue;
    bundles.set(name, { plain, hash, type, brotli: read(`${name}.br`), gzip: read(`${name}.gz`) });
  }
  return bundles;
}
