/**
 * An address as 16 bytes; one of IPv4 is mapped into IPv6 (`::ffff:192.0.2.1`), so that both
 * families compare alike.
 */
export type IpBytes = Uint8Array;

const dot = 46;
const nought = 48;
const mappedPrefix = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255];

/**
 * Reads an address, or says null.
 * The odd inputs: a zone (`fe80::1%eth0`) is left out, `::ffff:192.0.2.1` is the IPv4 address.
 */
export function parseIp(text: string): IpBytes | null {
  if (text.length > 64) return null;
  if (!text.includes(":")) {
    const bytes = parseV4(text);
    if (!bytes) return null;
    const mapped = new Uint8Array(16);
    mapped.fill(255, 10, 12);
    mapped.set(bytes, 12);
    return mapped;
  }
  const bare = text.split("%", 1)[0] ?? "";
  const tail = bare.slice(bare.lastIndexOf(":") + 1);
  if (!tail.includes(".")) return parseV6(bare);
  const [a = 0, b = 0, c = 0, d = 0] = parseV4(tail) ?? [];
  if (!parseV4(tail)) return null;
  const groups = [a * 256 + b, c * 256 + d].map((group) => group.toString(16)).join(":");
  return parseV6(bare.slice(0, -tail.length) + groups);
}

/** Four numbers without leading noughts, sign by sign: it is done several times a message. */
function parseV4(text: string): number[] | null {
  const bytes = [0, 0, 0, 0];
  let part = 0;
  let digits = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (sign === dot) {
      if (digits === 0 || ++part > 3) return null;
      digits = 0;
      continue;
    }
    const digit = sign - nought;
    const before = bytes[part] ?? 0;
    const isLeading = digits > 0 && before === 0;
    if (digit < 0 || digit > 9 || isLeading || before * 10 + digit > 255) return null;
    bytes[part] = before * 10 + digit;
    digits += 1;
  }
  return part === 3 && digits > 0 ? bytes : null;
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
  for (let at = 0; at < mappedPrefix.length; at++) if (ip[at] !== mappedPrefix[at]) return false;
  return true;
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
