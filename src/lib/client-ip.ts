import { StartupError } from "./errors.ts";
import { type IpBytes, type IpRange, isInRange, parseIp, parseIpRange } from "./ip.ts";

/** The part of Bun's server that knows the peer of a request. */
interface Server {
  requestIP(request: Request): { address: string } | null;
}

// Source: https://www.cloudflare.com/ips-v4 and ips-v6, unchanged since 2021.
const cloudflare = `
  173.245.48.0/20 103.21.244.0/22 103.22.200.0/22 103.31.4.0/22 141.101.64.0/18 108.162.192.0/18
  190.93.240.0/20 188.114.96.0/20 197.234.240.0/22 198.41.128.0/17 162.158.0.0/15 104.16.0.0/13
  104.24.0.0/14 172.64.0.0/13 131.0.72.0/22 2400:cb00::/32 2606:4700::/32 2803:f800::/32
  2405:b500::/32 2405:8100::/32 2a06:98c0::/29 2c0f:f248::/32
`;

const presets: Record<string, string> = {
  loopback: "127.0.0.0/8 ::1",
  private: "127.0.0.0/8 ::1 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7 fe80::/10",
  cloudflare,
};

const rangesOf = new WeakMap<readonly string[], IpRange[]>();
/** Whether a peer is trusted: behind a proxy it is the same few again and again. */
const peersOf = new WeakMap<IpRange[], Map<string, boolean>>();
const peersMax = 1_000;
const hopsMax = 32;

/**
 * Reads the list of trusted proxies: addresses, CIDR ranges and the presets `loopback`, `private`
 * and `cloudflare`. A list is read once.
 * Errors: `StartupError` that names the entry which is none of these.
 */
export function trustedRanges(trusted: readonly string[]): IpRange[] {
  const known = rangesOf.get(trusted);
  if (known) return known;
  const entries = trusted.flatMap((entry) => (presets[entry] ?? entry).trim().split(/\s+/));
  const ranges = entries.map((entry) => {
    const range = parseIpRange(entry);
    if (range) return range;
    throw new StartupError(
      `TRUSTED_PROXIES must hold addresses, ranges such as 10.0.0.0/8, or loopback, private, cloudflare; not "${entry}".`,
    );
  });
  rangesOf.set(trusted, ranges);
  return ranges;
}

/**
 * The address that a request comes from: the peer's, unless the peer is a trusted proxy; then the
 * right-most address of X-Forwarded-For that is not trusted. Nothing else is believed, since
 * everything left of it was written by the client.
 * Shape: as the peer or the proxy wrote it; empty when the server does not know its peer.
 */
export function clientIp(
  request: Request,
  server: Server | null,
  trusted: readonly string[],
): string {
  const peer = server?.requestIP(request)?.address ?? "";
  const ranges = trustedRanges(trusted);
  if (ranges.length === 0 || !isTrustedPeer(peer, ranges)) return peer;
  const hops = (request.headers.get("x-forwarded-for") ?? "").split(",").slice(-hopsMax);
  let client = peer;
  for (const hop of hops.reverse()) {
    const address = withoutPort(hop.trim());
    const ip = parseIp(address);
    // Beyond what nobody can read there is nothing that a proxy of ours vouches for.
    if (!ip) break;
    client = address;
    if (!isTrusted(ip, ranges)) break;
  }
  return client;
}

/** Some proxies write `192.0.2.1:4711` or `[2001:db8::1]:4711`. */
function withoutPort(hop: string): string {
  return /^\[(.+)\](?::\d+)?$/.exec(hop)?.[1] ?? /^([\d.]+):\d+$/.exec(hop)?.[1] ?? hop;
}

function isTrustedPeer(peer: string, ranges: IpRange[]): boolean {
  let peers = peersOf.get(ranges);
  if (!peers || peers.size >= peersMax) {
    peers = new Map();
    peersOf.set(ranges, peers);
  }
  let isKnown = peers.get(peer);
  if (isKnown === undefined) {
    isKnown = isTrusted(parseIp(peer), ranges);
    peers.set(peer, isKnown);
  }
  return isKnown;
}

function isTrusted(ip: IpBytes | null, ranges: readonly IpRange[]): boolean {
  return ip !== null && ranges.some((range) => isInRange(ip, range));
}
