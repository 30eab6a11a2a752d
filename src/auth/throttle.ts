import { createHash } from "node:crypto";
import { eq, inArray, sql } from "drizzle-orm";
import { signInFailures } from "#src/db/schema/tables.ts";
import { isV4, parseIp } from "#src/lib/ip.ts";
import type { Rows } from "./session.ts";

// Wrong passwords are counted for the pair of account and address, and for the address alone. Five
// are free; each further one doubles the wait, up to a quarter of an hour. An account alone is never
// counted: a stranger who guesses at it from elsewhere delays only himself, never its owner. Wrong
// codes of the second factor are counted for the account: who is asked for one knows the password.

const freeTries = 5;
const addressFreeTries = 20;
const firstDelayMs = 2_000;
const delayMaxMs = 15 * 60_000;

/** Who tries to sign in where. */
export interface Attempt {
  email: string;
  ip: string;
  /** Requests for a new password are counted by themselves, and each of them, not the wrong ones. */
  what?: "reset";
}

/**
 * How long this attempt has to wait.
 * Units: milliseconds; 0 when it may be made now.
 */
export async function waitOf(rows: Rows, attempt: Attempt, now: Date): Promise<number> {
  const keys = keysOf(attempt);
  const found = await rows
    .select()
    .from(signInFailures)
    .where(inArray(signInFailures.key, [keys.pair, keys.address]));
  const waits = found.map((failed) => {
    const free = Buffer.from(failed.key).equals(keys.address) ? addressFreeTries : freeTries;
    return restAfter(failed, free, now);
  });
  return Math.max(0, ...waits);
}

/** What is left of a delay; a clock that is set back delays nobody who has free tries left. */
function restAfter(
  { failures, lastFailedAt }: Pick<typeof signInFailures.$inferSelect, "failures" | "lastFailedAt">,
  free: number,
  now: Date,
): number {
  const delayMs = delayAfter(failures, free);
  return delayMs === 0 ? 0 : Math.max(0, lastFailedAt.getTime() + delayMs - now.getTime());
}

/** How long one waits after so many wrong passwords. Units: milliseconds. */
export function delayAfter(failures: number, free = freeTries): number {
  if (failures < free) return 0;
  return Math.min(firstDelayMs * 2 ** (failures - free), delayMaxMs);
}

/** Counts a wrong password. */
export async function countFailure(rows: Rows, attempt: Attempt, now: Date): Promise<void> {
  const { pair, address } = keysOf(attempt);
  for (const key of [pair, address]) await countAt(rows, key, now);
}

/** Forgets the wrong passwords of an account at an address, after the right one. */
export async function forgetFailures(rows: Rows, attempt: Attempt): Promise<void> {
  await rows.delete(signInFailures).where(inArray(signInFailures.key, [keysOf(attempt).pair]));
}

/**
 * How long an account has to wait for its next code.
 * Units: milliseconds; 0 when it may be sent now.
 */
export async function codeWaitOf(rows: Rows, userId: number, now: Date): Promise<number> {
  const [found] = await rows
    .select()
    .from(signInFailures)
    .where(eq(signInFailures.key, codeKeyOf(userId)));
  return found ? restAfter(found, freeTries, now) : 0;
}

/** Counts a wrong code of an account. */
export async function countWrongCode(rows: Rows, userId: number, now: Date): Promise<void> {
  await countAt(rows, codeKeyOf(userId), now);
}

/** Forgets the wrong codes of an account, after a right one. */
export async function forgetWrongCodes(rows: Rows, userId: number): Promise<void> {
  await rows.delete(signInFailures).where(eq(signInFailures.key, codeKeyOf(userId)));
}

async function countAt(rows: Rows, key: Buffer, now: Date): Promise<void> {
  await rows
    .insert(signInFailures)
    .values({ key, failures: 1, lastFailedAt: now })
    .onConflictDoUpdate({
      target: signInFailures.key,
      set: { failures: sql`${signInFailures.failures} + 1`, lastFailedAt: now },
    });
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function codeKeyOf(userId: number): Buffer {
  return digest(`code ${userId}`);
}

function keysOf({ email, ip, what }: Attempt): { pair: Buffer; address: Buffer } {
  const of = what ? `${what} ` : "";
  const network = networkOf(ip);
  return {
    pair: digest(`${of}pair ${email} ${network}`),
    address: digest(`${of}address ${network}`),
  };
}

/**
 * An IPv6 customer owns a whole /64, so its first eight bytes are the address; one of IPv4 that a
 * proxy or the socket has mapped into IPv6 is that of IPv4.
 */
function networkOf(ip: string): string {
  const bytes = parseIp(ip);
  if (!bytes) return ip;
  return Buffer.from(isV4(bytes) ? bytes.slice(12) : bytes.slice(0, 8)).toString("hex");
}
