import { randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";

// One-time codes by time, RFC 6238, as every authenticator app knows them: HMAC-SHA-1, six digits,
// a new one each half-minute. The secret has the 160 bits that RFC 4226 recommends. The code before
// and the one after are taken too, for a clock that is not quite right and a slow hand.

const secretBytes = 20;
const stepS = 30;
const issuer = "Tracker Analytics";
const rules = { algorithm: "SHA1", digits: 6, period: stepS } as const;

/** A new secret for an authenticator app. */
export function makeTotpSecret(): Uint8Array {
  return new Uint8Array(randomBytes(secretBytes));
}

/**
 * The time step of a right code, for whoever keeps which were taken; null for a wrong one.
 * Units: half-minutes since 1970.
 */
export function stepOfCode(secret: Uint8Array, code: string, now: Date): number | null {
  const timestamp = now.getTime();
  const wanted = { ...rules, token: code, secret: secretOf(secret), timestamp, window: 1 };
  const delta = TOTP.validate(wanted);
  return delta === null ? null : TOTP.counter({ period: stepS, timestamp }) + delta;
}

/** What an app shows at a moment: for tests, which have no phone. */
export function codeAt(secret: Uint8Array, now: Date): string {
  return TOTP.generate({ ...rules, secret: secretOf(secret), timestamp: now.getTime() });
}

/** The address that a QR code holds. Source: the key URI format of Google Authenticator. */
export function totpUri(secret: Uint8Array, email: string): string {
  return new TOTP({ ...rules, issuer, label: email, secret: secretOf(secret) }).toString();
}

/** The secret for typing in. Shape: base32 in groups of four. */
export function totpText(secret: Uint8Array): string {
  return secretOf(secret).base32.replace(/.{4}(?=.)/g, "$& ");
}

/** The odd input: what comes from the database is a view into a larger buffer. */
function secretOf(bytes: Uint8Array): Secret {
  return new Secret({ buffer: new Uint8Array(bytes).buffer });
}
