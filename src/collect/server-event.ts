import { isSameHash } from "#src/auth/token.ts";
import type { Sql } from "#src/db/client.ts";
import { withDeadline } from "#src/lib/deadline.ts";
import { parseIp } from "#src/lib/ip.ts";
import { userAgentMax } from "#src/lib/user-agent.ts";
import type { CollectSite } from "#src/sites/directory.ts";
import { hashSecret, siteKeyOf } from "#src/sites/secret.ts";
import { bodyMaxBytes } from "./payload.ts";
import { hashKey, randomEventId } from "./visitor.ts";

/** What a server tells of an event: what it is called, and the browser that it is about. */
export interface ServerEvent {
  ip: string;
  userAgent: string;
  /** The same told as the tracker would: the body of a beacon. */
  beacon(site: CollectSite): string;
}

type Parsed = { ok: true; event: ServerEvent } | { ok: false; why: string };

const patienceMs = 2_000;
const keyMax = 255;

/**
 * Reads the body of `POST /api/event`: `{ "name", "ip", "userAgent", "url"?, "referrer"?, "props"? }`.
 * Without `url` the event happened on the site's home page.
 * Errors: `why` is a sentence for the developer at the other end.
 */
export function parseServerEvent(body: string): Parsed {
  const json = parseObject(body);
  if (!json) return { ok: false, why: "The body must be a JSON object." };
  const { name, ip, userAgent, url, referrer, props } = json;
  if (!isText(name)) return { ok: false, why: '"name" must be a text.' };
  if (!isText(ip) || !parseIp(ip))
    return { ok: false, why: '"ip" must be the address of the visitor.' };
  if (!isText(userAgent))
    return { ok: false, why: '"userAgent" must be the User-Agent of the visitor.' };
  if (url !== undefined && !(isText(url) && URL.canParse(url)))
    return { ok: false, why: '"url" must be the whole address of a page.' };
  if (referrer !== undefined && typeof referrer !== "string")
    return { ok: false, why: '"referrer" must be a text.' };
  const beacon = ({ domain }: CollectSite): string => {
    const page = new URL(url ?? `https://${domain}/`);
    const { search } = page;
    page.search = "";
    const view = { v: 1, i: 0, k: 0, a: 0, u: page.href, q: search, r: referrer ?? "" };
    return JSON.stringify({ ...view, t: "x", n: name, p: props });
  };
  return { ok: true, event: { ip, userAgent: userAgent.slice(0, userAgentMax), beacon } };
}

/** The site's key in `Authorization: Bearer {secret key}`, before anybody has looked it up. */
export function bearerOf(headers: Headers): { secret: string; siteKey: string } | null {
  const [, secret = ""] = /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "") ?? [];
  const siteKey = siteKeyOf(secret);
  return siteKey ? { secret, siteKey } : null;
}

/** Whether the secret key is the site's present one. */
export function holdsSecret(site: CollectSite, secret: string): boolean {
  return site.secretHash !== null && isSameHash(site.secretHash, hashSecret(secret));
}

/** When an event was first told of. */
export interface FirstTold {
  id: string;
  at: Date;
}

/**
 * The row that an event is, and when it was first told of: a retry under the same `Idempotency-Key`
 * is the same row, after midnight too, when its visitor has another key. Without one each call is
 * an event of its own.
 * Errors: whatever the database says, or `DeadlineError`.
 */
export async function findFirstTold(
  sql: Sql,
  { siteId, key, now }: { siteId: number; key: string | null; now: Date },
): Promise<FirstTold> {
  // A row's id made from the key would tell, for as long as the row is kept, whether a key that can
  // be guessed, such as an order's number, was sent. The key's hash is forgotten after three days.
  const id = randomEventId();
  if (!key) return { id, at: now };
  const rows = await withDeadline(
    sql<{ at: string; id: string }[]>`
      insert into idempotency_keys as known (site_id, key_hash, first_at, event_id)
      select id, ${hashKey(key.slice(0, keyMax))}::bigint, ${now}::timestamptz, ${id}::bigint
      from sites
      where id = ${siteId} and deleted_at is null
      for key share
      on conflict (site_id, key_hash) do update
      set first_at = least(known.first_at, excluded.first_at)
      returning extract(epoch from first_at) * 1000 as at,
                coalesce(event_id, key_hash)::text as id
    `,
    patienceMs,
  );
  // A site that was deleted a moment ago remembers nothing, and the event is refused.
  const [known] = rows;
  return known ? { id: known.id, at: new Date(Number(known.at)) } : { id, at: now };
}

/** Forgets keys after three days, when an event of that age is refused as too old anyway. */
export async function forgetIdempotencyKeys(sql: Sql, now: Date): Promise<void> {
  await sql`
    delete from idempotency_keys
    where first_at < ${now}::timestamptz - interval '3 days'
  `;
}

function parseObject(body: string): Record<string, unknown> | null {
  if (Buffer.byteLength(body) > bodyMaxBytes) return null;
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === "object" && json !== null && !Array.isArray(json)
      ? (json as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
