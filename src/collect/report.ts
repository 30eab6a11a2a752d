import type { Sql } from "#src/db/client.ts";
import { ownHeaders } from "#src/lib/respond.ts";
import type { CollectSite, Directory } from "#src/sites/directory.ts";
import { type DropReason, statusOf } from "./drop-reason.ts";
import type { Arrival } from "./hit.ts";
import { isOutage } from "./outage.ts";
import { bodyMaxBytes } from "./payload.ts";
import { bearerOf, findFirstTold, holdsSecret, parseServerEvent } from "./server-event.ts";

interface Parts {
  directory: Directory;
  sql: Sql;
  /** Leads a message through the pipeline and stores it; counts what is dropped. */
  collect(arrival: Arrival): Promise<DropReason | null>;
  /** Counts what is refused before it gets there. */
  refuse(reason: DropReason, siteKey: string): DropReason;
  now: () => Date;
}

/** It is for servers: no page of a browser may read what it says. */
const answerHeaders = { ...ownHeaders, "cache-control": "no-store" };

const explanations: Partial<Record<DropReason, string>> = {
  unauthorized: "Send the secret key of the site as Authorization: Bearer {key}.",
  too_large: "A body has at most 16 KB, its props at most 1 KB.",
  malformed: "The body was not understood.",
  foreign_page: '"url" is not a page of this site.',
  too_old: "The event is more than a day old.",
  unavailable: "Try again in a moment.",
  overloaded: "Try again in a moment.",
};

/**
 * Makes what answers `POST /api/event`, by which a site's own servers report what no browser sees,
 * such as a payment: 202 `{ "status": "stored" }`, 202 `{ "status": "dropped", "reason" }` for
 * visitors who are not counted, else `{ "error", "message" }`.
 */
export function createReporter(parts: Parts): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      return await report(request, parts);
    } catch (error) {
      if (isOutage(error)) return answer("unavailable");
      throw error;
    }
  };
}

async function report(request: Request, parts: Parts): Promise<Response> {
  const { sql, collect, refuse, now } = parts;
  const { headers } = request;
  const site = await authenticate(headers, parts);
  if (typeof site === "string") return answer(refuse("unauthorized", site));
  if (Number(headers.get("content-length") ?? 0) > bodyMaxBytes)
    return answer(refuse("too_large", site.key));
  const parsed = parseServerEvent(await request.text());
  if (!parsed.ok) return answer(refuse("malformed", site.key), parsed.why);
  const { ip, userAgent, beacon } = parsed.event;
  const key = headers.get("idempotency-key");
  const { id, at } = await findFirstTold(sql, { siteId: site.id, key, now: now() });
  const dropped = await collect({
    ...{ key: site.key, ip, userAgent, at, origin: null, languages: "", saidBytes: 0 },
    asksNotToTrack: false,
    forwardedFor: null,
    readBody: async () => beacon(site),
    serverEventId: id,
  });
  return dropped
    ? answer(dropped)
    : Response.json({ status: "stored" }, { status: 202, headers: answerHeaders });
}

/** The site whose present secret key was sent, or the public key that was claimed. */
async function authenticate(headers: Headers, { directory }: Parts): Promise<CollectSite | string> {
  const bearer = bearerOf(headers);
  if (!bearer) return "";
  const site = await directory.find(bearer.siteKey);
  return site && holdsSecret(site, bearer.secret) ? site : bearer.siteKey;
}

function answer(reason: DropReason, message = explanations[reason]): Response {
  const status = statusOf(reason);
  const headers: Record<string, string> = { ...answerHeaders, "x-dropped": reason };
  if (status === 503) headers["retry-after"] = "5";
  if (status === 401) headers["www-authenticate"] = "Bearer";
  const body = status === 202 ? { status: "dropped", reason } : { error: reason, message };
  return Response.json(body, { status, headers });
}
