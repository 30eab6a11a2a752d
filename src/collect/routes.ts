import { Elysia, NotFoundError } from "elysia";
import { clientIp } from "#src/lib/client-ip.ts";
import { siteKeyPattern } from "#src/lib/site-key.ts";
import { userAgentMax } from "#src/lib/user-agent.ts";
import { type DropReason, statusOf } from "./drop-reason.ts";
import { openHeaders } from "./headers.ts";
import type { Arrival } from "./hit.ts";
import { beaconOfPixel, pixelResponse } from "./pixel.ts";

interface Doors {
  /** Takes a message; resolves to null when it is stored, else to the reason why not. */
  collect(arrival: Arrival): Promise<DropReason | null>;
  /** Takes the event that a site's server reports. */
  report(request: Request): Promise<Response>;
  /** The script of a site's key; null when there is no such site. */
  script(key: string, request: Request): Promise<Response | DropReason>;
  trustedProxies: readonly string[];
  now: () => Date;
}

const retryAfter: Record<number, string> = { 429: "10", 503: "5" };
const preflight = {
  ...openHeaders,
  "access-control-allow-methods": "POST",
  "access-control-allow-headers": "content-type",
  "access-control-max-age": "86400",
};

/**
 * `GET /{key}.js`, `GET /{key}.gif`, `POST /{key}` and its preflight. They stand at the root, so
 * that a site's script has an address that no blocklist knows; whatever is no key is passed on as a
 * page that does not exist. Beside them `POST /api/event`, for servers.
 */
export function collectRoutes({ collect, report, script, trustedProxies, now }: Doors) {
  const ipOf = (request: Request, server: Parameters<typeof clientIp>[1]) =>
    clientIp(request, server, trustedProxies);
  return new Elysia({ name: "collect" })
    .get("/:file", async ({ request, params: { file }, server }) => {
      if (file.endsWith(".gif")) {
        const ip = ipOf(request, server);
        const arrival = arrivalOf({ request, key: keyOf(file, ".gif"), ip, at: now() });
        const readBody = async () => beaconOfPixel(request);
        return pixelResponse(await collect({ ...arrival, readBody }));
      }
      const answer = await script(keyOf(file, ".js"), request);
      return answer instanceof Response ? answer : refuse(answer);
    })
    .post("/api/event", ({ request }) => report(request), { parse: "none" })
    .options("/:file", ({ params }) => {
      keyOf(params.file);
      return new Response(null, { status: 204, headers: preflight });
    })
    .post(
      "/:file",
      async ({ request, params, server }) => {
        const ip = ipOf(request, server);
        const dropped = await collect(
          arrivalOf({ request, key: keyOf(params.file), ip, at: now() }),
        );
        return dropped
          ? refuse(dropped)
          : new Response(null, { status: 202, headers: openHeaders });
      },
      // The body is text whatever it says, and is read only when everything else is in order.
      { parse: "none" },
    );
}

/** The key that a path names. Errors: Elysia's `NotFoundError` for what is no key. */
function keyOf(file: string, ending = ""): string {
  const key = file.endsWith(ending) ? file.slice(0, file.length - ending.length) : "";
  if (!siteKeyPattern.test(key)) throw new NotFoundError();
  return key;
}

function refuse(reason: DropReason): Response {
  const status = statusOf(reason);
  const headers = new Headers({ ...openHeaders, "cache-control": "no-store", "x-dropped": reason });
  const wait = retryAfter[status];
  if (wait) headers.set("retry-after", wait);
  return new Response(null, { status, headers });
}

function arrivalOf(given: { request: Request; key: string; ip: string; at: Date }): Arrival {
  const { request, key, ip, at } = given;
  const { headers } = request;
  return {
    key,
    ip,
    at,
    userAgent: (headers.get("user-agent") ?? "").slice(0, userAgentMax),
    origin: headers.get("origin"),
    languages: headers.get("accept-language") ?? "",
    asksNotToTrack: headers.get("dnt") === "1" || headers.get("sec-gpc") === "1",
    saidBytes: Number(headers.get("content-length") ?? 0),
    forwardedFor: headers.get("x-forwarded-for"),
    readBody: () => request.text(),
    serverEventId: null,
  };
}
