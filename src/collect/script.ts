import { readFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { assetPath } from "#src/lib/assets.ts";
import { Lru } from "#src/lib/lru.ts";
import {
  fillTracker,
  type TrackerSettings,
  trackerVariantName,
  trackerVariants,
} from "#src/lib/tracker-variant.ts";
import { openHeaders } from "./headers.ts";

type Bytes = Uint8Array<ArrayBuffer>;
interface Script {
  plain: Bytes;
  brotli: Bytes;
  gzip: Bytes;
  etag: string;
}

/** What of a site its script depends on. */
type ScriptSite = TrackerSettings & { key: string };

/**
 * Answers a request for a site's script.
 * Shape: `origin` is where people reach this server, as `https://stats.example.com`.
 */
export type ServeScript = (site: ScriptSite, origin: string, wanted: Headers) => Response;

/**
 * A browser uses its copy for an hour without asking, and for a day more while it asks in the
 * background: no page ever waits for the script again, and a changed setting arrives with the
 * second view after an hour at the latest. A plain day would leave whoever has just switched
 * something on without it until tomorrow.
 */
const caching = "public, max-age=3600, stale-while-revalidate=86400";

/** Scripts that are kept ready, of some 6 KB each. */
const scriptsMax = 5_000;

/**
 * Loads the scripts that the build made, one for each combination of settings. Each site's is made
 * of it when it is first asked for, which takes 2 ms, and then kept.
 * Errors: throws when the build lacks one.
 */
export function loadScripts(): ServeScript {
  const variants = new Map(trackerVariants.map(loadVariant));
  const scripts = new Lru<string, Script>(scriptsMax);
  return (site, origin, wanted) => {
    const name = trackerVariantName(site);
    const id = `${name} ${site.key} ${origin}`;
    let script = scripts.get(id);
    if (!script) {
      const variant = variants.get(name);
      if (variant === undefined) throw new Error("a variant of the script is missing");
      script = compress(fillTracker(variant, site.key, origin));
      scripts.set(id, script);
    }
    return serve(script, wanted);
  };
}

function loadVariant(settings: TrackerSettings): [string, string] {
  const name = trackerVariantName(settings);
  return [name, readFileSync(assetPath(`tracker/${name}.js`), "utf8")];
}

function compress(text: string): Script {
  const plain = new TextEncoder().encode(text);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
  };
  const hash = new Bun.CryptoHasher("sha256").update(plain).digest("hex").slice(0, 16);
  return {
    plain,
    brotli: brotliCompressSync(plain, { params }),
    gzip: gzipSync(plain, { level: 9 }),
    etag: `"${hash}"`,
  };
}

function serve({ plain, brotli, gzip, etag }: Script, wanted: Headers): Response {
  const headers: Record<string, string> = {
    ...openHeaders,
    "content-type": "text/javascript; charset=utf-8",
    "cache-control": caching,
    // Weak: the same script, whichever way it is compressed.
    etag: `W/${etag}`,
    vary: "Accept-Encoding",
  };
  if (wanted.get("if-none-match")?.includes(etag))
    return new Response(null, { status: 304, headers });
  const encodings = wanted.get("accept-encoding") ?? "";
  if (accepts(encodings, "br"))
    return new Response(brotli, { headers: { ...headers, "content-encoding": "br" } });
  if (accepts(encodings, "gzip"))
    return new Response(gzip, { headers: { ...headers, "content-encoding": "gzip" } });
  return new Response(plain, { headers });
}

/** The odd input: `br;q=0` names an encoding to refuse it. */
function accepts(encodings: string, name: string): boolean {
  return new RegExp(`(^|[\\s,])${name}\\s*(;(?!\\s*q=0(\\.0*)?\\s*(,|$))|,|$)`).test(encodings);
}
