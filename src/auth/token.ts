import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

const tokenBytes = 32;

/** A new secret of 256 bits, fit for a link or a cookie. Shape: 43 characters of base64url. */
export function makeToken(): string {
  return randomBytes(tokenBytes).toString("base64url");
}

/**
 * What the database keeps of a token. A plain SHA-256 is enough: 256 random bits leave nothing to
 * guess, so a slow hash would only cost time.
 */
export function hashToken(token: string): Uint8Array {
  return new Uint8Array(createHash("sha256").update(token).digest());
}

/** Whether two hashes are equal, in a time that does not tell where they differ. */
export function isSameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Whether two secrets are equal, in a time that does not tell where they differ. */
export function isSameSecret(a: string, b: string): boolean {
  return isSameHash(hashToken(a), hashToken(b));
}
