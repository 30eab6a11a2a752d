import { assetPath } from "#src/lib/assets.ts";
import {
  type TrackerSettings,
  trackerVariantName,
  trackerVariants,
} from "#src/lib/tracker-variant.ts";
import type { Message } from "#tracker/contract.ts";

/** Where the script of a test comes from and sends to, at `/k1.js` and `/k1`. */
export interface Inbox {
  origin: string;
  /** How many messages said nothing at all: of browsers that ask not to be tracked. */
  empty(): number;
  /** The headers of every message so far. */
  headers: Headers[];
  /** How often a page said that the browser had kept it. */
  restored(): number;
  /** Serves the script of these settings from now on. */
  serve(settings: TrackerSettings): void;
  /** Waits for as many messages, and a little whether more come; takes them all. */
  take(count: number): Promise<Message[]>;
  stop(): Promise<void>;
}

/** A server that has the script, and keeps every message that it is sent. */
export function openInbox(): Inbox {
  const messages: Message[] = [];
  const headers: Headers[] = [];
  let variant = trackerVariants[0] as TrackerSettings;
  let restored = 0;
  let empty = 0;
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: async (request) => {
      const { pathname } = new URL(request.url);
      const open = { "access-control-allow-origin": "*" };
      if (request.method === "POST" && pathname === "/k1") {
        const body = await request.text();
        if (body === "") empty += 1;
        else messages.push(JSON.parse(body) as Message);
        headers.push(request.headers);
        return new Response(null, { status: 202, headers: open });
      }
      if (pathname === "/restored") restored += 1;
      if (pathname !== "/k1.js") return new Response(null, { status: 404 });
      return new Response(Bun.file(assetPath(`tracker/${trackerVariantName(variant)}.js`)));
    },
  });
  return {
    origin: `http://127.0.0.1:${server.port}`,
    headers,
    restored: () => restored,
    empty: () => empty,
    serve: (next) => {
      variant = next;
    },
    take: async (count) => {
      const deadline = performance.now() + 3_000;
      while (messages.length < count && performance.now() < deadline) await Bun.sleep(10);
      await Bun.sleep(150);
      return messages.splice(0);
    },
    stop: () => server.stop(true),
  };
}
