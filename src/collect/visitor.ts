import { parseIp } from "#src/lib/ip.ts";

/** What a visitor is recognised by, in memory and for one day. */
interface Marks {
  salt: Uint8Array;
  siteId: number;
  ip: string;
  userAgent: string;
}

/**
 * The visitor's key: SHA-256 of the site's salt of the day, the site, the address and the user
 * agent, cut to 64 bits. Without the salt, which is destroyed within 48 hours, nobody can find out
 * whose it was, not even by trying all addresses.
 * Shape: a signed 64-bit number as text.
 */
export function visitorKey({ salt, siteId, ip, userAgent }: Marks): string {
  const digest = new Bun.CryptoHasher("sha256")
    .update(salt)
    .update(`${siteId} `)
    // Sixteen bytes, so that the address cannot run into the user agent.
    .update(parseIp(ip) ?? ip)
    .update(` ${userAgent}`)
    .digest();
  return digest.readBigInt64BE(0).toString();
}

/**
 * The id of a view's row: 64 bits of a hash of the random number that the tracker gave the view.
 * xxHash64 is fixed by its specification, so an event means the same row after an update.
 */
export function viewId(view: number): string {
  return signed(Bun.hash.xxHash64(`view ${view}`));
}

/** The id of an event's row: of its view's number and the number of the message in the view. */
export function eventId(view: number, message: number): string {
  return signed(Bun.hash.xxHash64(`event ${view} ${message}`));
}

/** The id of the row of an event that a server reports. */
export function randomEventId(): string {
  return signed(crypto.getRandomValues(new BigUint64Array(1))[0] ?? 0n);
}

/** An `Idempotency-Key` as it is remembered. */
export function hashKey(key: string): string {
  return signed(Bun.hash.xxHash64(`server ${key}`));
}

function signed(hash: bigint): string {
  return BigInt.asIntN(64, hash).toString();
}
