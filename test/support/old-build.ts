import { bundleWorker } from "#scripts/prepare/web.ts";
import { assetUrl, hashesOf } from "#src/lib/assets.ts";

/** The server of the stage as it was before an update, and then as it is. */
export interface OldBuild {
  origin: string;
  /** From now on everything comes from the build of today. */
  update(): void;
  stop(): Promise<void>;
}

const oldHash = "0".repeat(16);
/** The addresses that the style sheets have and had, and what the old ones say so by. */
const sheets = ["app.css", "pwa.css"].map((name) => ({
  is: assetUrl(name),
  was: `/assets/${name}?v=${oldHash}`,
  property: `--${name.replace(".css", "")}-build`,
}));
const asOld = (text: string) => sheets.reduce((old, { is, was }) => old.replaceAll(is, was), text);

/**
 * A server before the real one, whose style sheets, and with them its service worker, are of another
 * build; what is of the old one says so by the properties `--app-build` and `--pwa-build`.
 */
export async function startOldBuild(origin: string): Promise<OldBuild> {
  let isOld = true;
  const assets = Object.keys(hashesOf("web"))
    .filter((name) => name !== "sw.js")
    .map((name) => asOld(assetUrl(name)));
  const oldWorker = new TextDecoder().decode(await bundleWorker(assets));
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url);
      const headers = new Headers(request.headers);
      headers.set("accept-encoding", "identity");
      // What was of the old build here is not unchanged because the server says so of its own.
      headers.delete("if-none-match");
      const answer = await fetch(origin + pathname + search, { headers, redirect: "manual" });
      const type = answer.headers.get("content-type") ?? "";
      if (!isOld) return answer;
      const own = { headers: { "content-type": type } };
      if (pathname === "/sw.js") return new Response(oldWorker, own);
      const sheet = sheets.find(({ was }) => was === pathname + search);
      if (sheet) {
        const css = `${await answer.text()}\n:root { ${sheet.property}: old; }`;
        const forEver = { "cache-control": "public, max-age=31536000, immutable" };
        return new Response(css, { headers: { ...own.headers, ...forEver } });
      }
      if (!type.startsWith("text/html")) return answer;
      return new Response(asOld(await answer.text()), own);
    },
  });
  return {
    origin: `http://127.0.0.1:${server.port}`,
    update: () => {
      isOld = false;
    },
    stop: () => server.stop(true),
  };
}
