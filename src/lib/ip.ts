/**
 * An address as 16 bytes; one of IPv4 is mapped into IPv6 (`::ffff:192.0.2.1`), so that both
 * families compare alike.
 */
export type IpBytes = Uint8Array;

const mappedPrefix = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255];

/**
 * Reads an address, or says null.
 * The odd inputs: a zone (`fe80::1%eth0`) is left out, `::ffff:192.0.2.1` is the IPv4 address.
 */
export function parseIp(text: string): IpBytes | null {
  if (text.length > 64) return null;
  if (!text.includes(":")) {
    const bytes = parseV4(text);
    return bytes && Uint8Array.from([...mappedPrefix, ...bytes]);
  }
  const bare = text.split("%", 1)[0] ?? "";
  const tail = bare.slice(bare.lastIndexOf(":") + 1);
  if (!tail.includes(".")) return parseV6(bare);
  const [a = 0, b = 0, c = 0, d = 0] = parseV4(tail) ?? [];
  if (!parseV4(tail)) return null;
  const groups = [a * 256 + b, c * 256 + d].map((group) => group.toString(16)).join(":");
  return parseV6(bare.slice(0, -tail.length) + groups);
}

function parseV4(text: string): number[] | null {
  const parts = text.split(".");
  const isPlain = parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part));
  const bytes = parts.map(Number);
  return isPlain && bytes.every((byte) => byte < 256) ? bytes : null;
}

function parseV6(text: string): IpBytes | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const groups = [...head, ...Array<string>(missing).fill("0"), ...tail];
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return null;
  return Uint8Array.from(
    groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]),
  );
}

/** Whether the address is one of IPv4. */
export function isV4(ip: IpBytes): boolean {
  return mappedPrefix.every((byte, at) => ip[at] === byte);
}

/** A range of addresses. Units: `bits` counts from the left of the 16 bytes. */
export interface IpRange {
  base: IpBytes;
  bits: number;
}

/** Reads `10.0.0.0/8`, `fd00::/8` or a single address, or says null. */
export function parseIpRange(text: string): IpRange | null {
  const [address = "", length, ...rest] = text.split("/");
  const base = parseIp(address);
  if (!base || rest.length > 0) return null;
  if (length === undefined) return { base, bits: 128 };
  const width = address.includes(":") ? 128 : 32;
  if (!/^\d{1,3}$/.test(length) || Number(length) > width) return null;
  return { base, bits: Number(length) + 128 - width };
}

/** Whether the address lies in the range. */
export function isInRange(ip: IpBytes, { base, bits }: IpRange): boolean {
  const whole = bits >> 3;
  for (let at = 0; at < whole; at++) if (ip[at] !== base[at]) return false;
  const rest = 8 - (bits & 7);
  return rest === 8 || (ip[whole] ?? 0) >> rest === (base[whole] ?? 0) >> rest;
}
