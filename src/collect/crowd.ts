import { trustedRanges } from "#src/lib/client-ip.ts";
import type { CrowdReading } from "#src/lib/collect-stats.ts";
import { isInRange, parseIp } from "#src/lib/ip.ts";

/**
 * Whether messages seem to come from many people, or from a proxy that nobody has told us of: then
 * all visitors are one, and share one limit.
 */
export interface Crowd {
  /** Notes where a message came from, by the address that it is counted by. */
  note(ip: string, userAgent: string, forwardedFor: string | null): void;
  read(): CrowdReading;
}

const sampleMax = 2_000;
/** After so many messages it is asked anew whether most of them share an address. */
const lookEach = 200;
/** Of fewer messages nothing is concluded. */
const enough = 200;
/** By fewer, an address may be one reader's, who is most of a small site's crowd as well. */
const browsersEnough = 5;

const privateMark = 1;
const ignoredMark = 2;
const cloudflareMark = 4;

/** Loopback, private and link-local addresses as text, which is ten times faster than as bytes. */
const privateAddress =
  /^(?:(?:::ffff:)?(?:127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.)|::1$|f[cd][\da-f]{2}:|fe80:)/i;

/** How addresses of Cloudflare begin: 1 of 20 others do too, and only those are read as bytes. */
const cloudflareStart =
  /^(?:(?:::ffff:)?(?:10[348]|131|141|162|17[23]|188|19[078])\.|(?:240[05]|2606|2803|2a06|2c0f):)/i;
const cloudflare = trustedRanges(["cloudflare"]);

/**
 * Watches the last 2,000 messages that were stored: 12 KB, and 0.2 µs a message.
 *
 * Of an address only a hash of 32 bits under a seed of this process is kept, which says whether two
 * messages share one, and of the user agent eight bits of such a hash. The address itself is kept
 * only once more than half of all come from it, by at least five browsers: so many are nobody's own.
 */
export function createCrowd(seed = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0): Crowd {
  const hashes = new Uint32Array(sampleMax);
  const browsers = new Uint8Array(sampleMax);
  const marks = new Uint8Array(sampleMax);
  let noted = 0;
  let suspect: number | null = null;
  let isShared = false;
  let address: string | null = null;

  const size = () => Math.min(noted, sampleMax);
  const countOf = (hash: number) => {
    let count = 0;
    for (let at = 0; at < size(); at++) if (hashes[at] === hash) count += 1;
    return count;
  };
  const countMarked = (mark: number) => {
    let count = 0;
    for (let at = 0; at < size(); at++) if ((marks[at] ?? 0) & mark) count += 1;
    return count;
  };
  const countBrowsersOf = (hash: number) => {
    const seen = new Set<number | undefined>();
    for (let at = 0; at < size(); at++) if (hashes[at] === hash) seen.add(browsers[at]);
    return seen.size;
  };
  const look = () => {
    const found = majorityOf(hashes, size());
    const isMost = size() >= enough && countOf(found) * 2 > size();
    const next = isMost ? found : null;
    isShared = isMost && countBrowsersOf(found) >= browsersEnough;
    if (next !== suspect || !isShared) address = null;
    suspect = next;
  };

  return {
    note: (ip, userAgent, forwardedFor) => {
      const at = noted % sampleMax;
      const hash = Bun.hash.xxHash32(ip, seed);
      hashes[at] = hash;
      // Of which the list keeps eight bits.
      browsers[at] = Bun.hash.xxHash32(userAgent, seed);
      // What a proxy says of an address that we go by has been believed.
      const isIgnored = forwardedFor !== null && !forwardedFor.includes(ip);
      marks[at] = markOf(ip) | (isIgnored ? ignoredMark : 0);
      noted += 1;
      if (noted % lookEach === 0) look();
      if (isShared && hash === suspect) address = ip;
    },
    read: () => {
      look();
      return {
        messages: size(),
        isEnough: size() >= enough,
        fromOne: suspect === null ? 0 : countOf(suspect),
        one: address,
        fromPrivate: countMarked(privateMark),
        fromCloudflare: countMarked(cloudflareMark),
        forwardIgnored: countMarked(ignoredMark),
      };
    },
  };
}

function markOf(ip: string): number {
  if (privateAddress.test(ip)) return privateMark;
  if (!cloudflareStart.test(ip)) return 0;
  const bytes = parseIp(ip);
  return bytes && cloudflare.some((range) => isInRange(bytes, range)) ? cloudflareMark : 0;
}

/** The number that may be more than half of all. Source: Boyer and Moore, MJRTY, 1991. */
function majorityOf(numbers: Uint32Array, size: number): number {
  let candidate = 0;
  let votes = 0;
  for (let at = 0; at < size; at++) {
    if (votes === 0) candidate = numbers[at] ?? 0;
    votes += numbers[at] === candidate ? 1 : -1;
  }
  return candidate;
}
