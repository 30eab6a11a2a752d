import { randomBytes } from "node:crypto";

const letters = "abcdefghijklmnopqrstuvwxyz";
const signs = `${letters}0123456789`;
const keyLength = 12;

/**
 * The form of a site's key, which is the address of its script and its beacons. Twelve characters
 * that begin with a letter; no page of the server has such a name.
 */
export const siteKeyPattern = /^[a-z][a-z0-9]{11}$/;

/**
 * Makes a key that is a site's own, so that no pattern of a blocklist fits all: 61 random bits.
 * It is no secret, since every visitor of the site can read it.
 */
export function makeSiteKey(): string {
  return pick(letters) + Array.from({ length: keyLength - 1 }, () => pick(signs)).join("");
}

/** One sign, each as likely as any other: bytes beyond the last whole multiple are thrown away. */
function pick(alphabet: string): string {
  const limit = 256 - (256 % alphabet.length);
  for (;;) {
    const byte = randomBytes(1)[0] ?? limit;
    if (byte < limit) return alphabet[byte % alphabet.length] ?? "";
  }
}
