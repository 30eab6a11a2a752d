import { isV4, parseIp } from "#src/lib/ip.ts";

/** Says whether one more request of an address is within its rate. */
export type TakeTurn = (ip: string, nowMs: number) => boolean;

const windowMs = 10_000;
const slots = 2 ** 16;

/**
 * Makes a limit of so many requests in ten seconds for each IPv4 address or IPv6 /64; 0 is none.
 *
 * Addresses are not kept: each is hashed with a random seed to one slot in each of two rows of
 * counters, and the lower counter holds. That is 512 KB whoever asks, and somebody has to share
 * both slots with busy addresses to be taken for one. The window slides: of the one before, the
 * share that still reaches into the last ten seconds counts.
 */
export function createRate(max: number): TakeTurn {
  const seeds = crypto.getRandomValues(new BigUint64Array(2));
  let current = [new Uint16Array(slots), new Uint16Array(slots)];
  let previous = [new Uint16Array(slots), new Uint16Array(slots)];
  let window = 0;

  const turnTo = (next: number) => {
    if (next === window) return;
    const isNeighbour = next === window + 1;
    [previous, current] = [current, previous];
    for (const row of current) row.fill(0);
    if (!isNeighbour) for (const row of previous) row.fill(0);
    window = next;
  };

  return (ip, nowMs) => {
    if (max === 0) return true;
    turnTo(Math.floor(nowMs / windowMs));
    const places = placesOf(ip, seeds);
    const lowest = (rows: Uint16Array[]) =>
      Math.min(...rows.map((row, at) => row[places[at] ?? 0] ?? 0));
    const reach = 1 - (nowMs % windowMs) / windowMs;
    if (lowest(previous) * reach + lowest(current) >= max) return false;
    for (const [at, row] of current.entries()) {
      const place = places[at] ?? 0;
      row[place] = Math.min((row[place] ?? 0) + 1, 65_535);
    }
    return true;
  };
}

function placesOf(ip: string, seeds: BigUint64Array): number[] {
  const address = parseIp(ip);
  // Everybody has a whole /64 of IPv6 addresses.
  const network = !address ? new Uint8Array(1) : isV4(address) ? address : address.slice(0, 8);
  return Array.from(seeds, (seed) => Number(Bun.hash.xxHash64(network, seed) % BigInt(slots)));
}
