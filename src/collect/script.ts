import { readFileSync } from "node:fs";
import { assetPath } from "#src/lib/assets.ts";
import {
  type TrackerSettings,
  trackerVariantName,
  trackerVariants,
} from "#src/lib/tracker-variant.ts";
import { openHeaders } from "./headers.ts";

type Bytes = Uint8Array<ArrayBuffer>;
interface Variant {
  plain: Bytes;
  brotli: Bytes;
  gzip: Bytes;
  etag: string;
}

/** Answers a request for a site's script. */
export type ServeScript = (settings: TrackerSettings, wanted: Headers) => Response;

/**
 * A browser uses its copy for an hour without asking, and for a day more while it asks in the
 * background: no page ever waits for the script again, and a changed setting arrives with the
 * second view after an hour at the latest. A plain day would leave whoever has just switched
 * something on without it until tomorrow.
 */
const caching = "public, max-age=3600, stale-while-revalidate=86400";

/**
 * Loads the scripts that the build made, one for each combination of settings, compressed.
 * Errors: throws when the build lacks one.
 */
export function loadScripts(): ServeScript {
  const variants = new Map(trackerVariants.map(loadVariant));
  return (settings, wanted) => {
    const variant = variants.get(trackerVariantName(settings));
    if (!variant) throw new Error("a variant of the script is missing");
    return serveVariant(variant, wanted);
  };
}

function loadVariant(settings: TrackerSettings): [string, Variant] {
  const name = trackerVariantName(settings);
  const file = assetPath(`tracker/${name}.js`);
  const [plain, brotli, gzip] = [file, `${file}.br`, `${file}.gz`].map(
    (path) => new Uint8Array(readFileSync(path)),
  ) as [Bytes, Bytes, Bytes];
  const hash = new Bun.CryptoHasher("sha256").update(plain).digest("hex").slice(0, 16);
  return [name, { plain, brotli, gzip, etag: `"${hash}"` }];
}

function serveVariant({ plain, brotli, gzip, etag }: Variant, wanted: Headers): Response {
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
