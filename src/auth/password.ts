import { randomBytes, timingSafeEqual } from "node:crypto";
import { AppError } from "#src/lib/errors.ts";
import { isCommonPassword } from "./common-passwords.ts";
import { hashesAtOnce, hashInThread } from "./hashing.ts";

// Passwords are hashed by scrypt with N=32768, r=8, p=3, from OWASP's password storage table. Its
// parameters stand in each hash, so that they can be raised: `needsRehash` says when. One hash takes
// about 280 ms and 32 MB.

interface Cost {
  n: number;
  r: number;
  p: number;
}

const cost: Cost = { n: 32_768, r: 8, p: 3 };
const keyBytes = 32;
const saltBytes = 16;
const maxmem = 128 * 1024 * 1024;
const waitingMax = 20;

/** How short a password may be. Units: characters. */
const passwordMin = 8;
/** How long a password may be. Units: characters. */
export const passwordMax = 128;

const keyboardRows = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890",
  "09876543210",
  "qwertyuiop",
  "azertyuiop",
];

let running = 0;
const waiting: (() => void)[] = [];

/**
 * Hashes a password for storage. Shape: `scrypt$32768$8$3$salt$key`, both in base64.
 * Errors: `AppError` 503 when too many are waiting already.
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const key = await derive(password, salt, cost);
  return `scrypt$${cost.n}$${cost.r}$${cost.p}$${salt.toString("base64")}$${key.toString("base64")}`;
}

/**
 * Whether the password is the one that was hashed; false for a hash that is not ours.
 * Errors: `AppError` 503 when too many are waiting already.
 */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const parsed = parseHash(stored);
  if (!parsed) return false;
  return timingSafeEqual(await derive(password, parsed.salt, parsed.cost), parsed.key);
}

/** Whether a hash was made at another cost than today's, and is to be made anew at sign-in. */
export function needsRehash(stored: string): boolean {
  const parsed = parseHash(stored);
  return (
    !parsed || parsed.cost.n !== cost.n || parsed.cost.r !== cost.r || parsed.cost.p !== cost.p
  );
}

/** Spends the time of a verification, for an address that nobody has: both answers take the same. */
export async function pretendVerify(password: string): Promise<void> {
  await derive(password, Buffer.alloc(saltBytes), cost);
}

/** Why a password cannot be taken: too short, too long, or among the first that are guessed. */
export type PasswordFault = "password_short" | "password_long" | "password_common";

/**
 * Checks a new password against the list of common ones, with and without the digits and marks at
 * its end, and by rules for what every list repeats: two letters, a row of the keyboard, the
 * person's own address.
 */
export async function passwordFault(
  password: string,
  email: string,
): Promise<PasswordFault | null> {
  const length = Array.from(password).length;
  if (length < passwordMin) return "password_short";
  if (length > passwordMax) return "password_long";
  const plain = password.toLowerCase();
  const isRow = keyboardRows.some((row) => row.includes(plain));
  const isSame = new Set(plain).size <= 2;
  const isOwn = plain === email || plain === email.split("@")[0];
  const stem = plain.replace(/[\d!.?@#*-]+$/, "");
  const isCommon =
    (await isCommonPassword(plain)) || (stem.length > 3 && (await isCommonPassword(stem)));
  return isRow || isSame || isOwn || isCommon ? "password_common" : null;
}

function parseHash(stored: string): { cost: Cost; salt: Buffer; key: Buffer } | null {
  const [scheme, n, r, p, salt = "", key = ""] = stored.split("$");
  if (scheme !== "scrypt") return null;
  const bytes = Buffer.from(key, "base64");
  if (bytes.length !== keyBytes) return null;
  return {
    cost: { n: Number(n), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, "base64"),
    key: bytes,
  };
}

async function derive(password: string, salt: Buffer, { n, r, p }: Cost): Promise<Buffer> {
  await takeTurn();
  try {
    const options = { N: n, r, p, maxmem };
    return await hashInThread({ password: password.normalize("NFKC"), salt, keyBytes, options });
  } finally {
    // The turn is handed on, so that nobody slips in between.
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

async function takeTurn(): Promise<void> {
  if (running < hashesAtOnce) {
    running++;
    return;
  }
  if (waiting.length >= waitingMax) throw new AppError("busy", 503);
  await new Promise<void>((resolve) => waiting.push(resolve));
}
