import { createHash } from "node:crypto";
import { inArray, sql } from "drizzle-orm";
import { signInFailures } from "#src/db/schema/tables.ts";
import type { Rows } from "./session.ts";

// Wrong passwords are counted for the pair of account and address, and for the address alone. Five
// are free; each further one doubles the wait, up to a quarter of an hour. An account alone is never
// counted: a stranger who guesses at it from elsewhere delays only himself, never its owner.

const freeTries = 5;
const addressFreeTries = 20;
const firstDelayMs = 2_000;
const delayMaxMs = 15 * 60_000;

/** Who tries to sign in where. */
export interface Attempt {
  email: string;
  ip: string;
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
  const waits = found.map(({ key, failures, lastFailedAt }) => {
    const free = Buffer.from(key).equals(keys.address) ? addressFreeTries : freeTries;
    return lastFailedAt.getTime() + delayAfter(failures, free) - now.getTime();
  });
  return Math.max(0, ...waits);
}

/** How long one waits after so many wrong passwords. Units: milliseconds. */
export function delayAfter(failures: number, free = freeTries): number {
  if (failures < free) return 0;
  return Math.min(firstDelayMs * 2 ** (failures - free), delayMaxMs);
}

/** Counts a wrong password. */
export async function countFailure(rows: Rows, attempt: Attempt, now: Date): Promise<void> {
  const { pair, address } = keysOf(attempt);
  for (const key of [pair, address])
    await rows
      .insert(signInFailures)
      .values({ key, failures: 1, lastFailedAt: now })
      .onConflictDoUpdate({
        target: signInFailures.key,
        set: { failures: sql`${signInFailures.failures} + 1`, lastFailedAt: now },
      });
}

/** Forgets the wrong passwords of an account at an address, after the right one. */
export async function forgetFailures(rows: Rows, attempt: Attempt): Promise<void> {
  await rows.delete(signInFailures).where(inArray(signInFailures.key, [keysOf(attempt).pair]));
}

function keysOf({ email, ip }: Attempt): { pair: Buffer; address: Buffer } {
  const network = networkOf(ip);
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return { pair: digest(`pair ${email} ${network}`), address: digest(`address ${network}`) };
}

/** An IPv6 customer owns a whole /64, so its first four groups are the address. */
function networkOf(ip: string): string {
  if (!ip.includes(":")) return ip;
  const [head = "", tail] = ip.split("::");
  const groups = head.split(":");
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(":").length;
  return [...groups, ...Array(Math.max(missing, 0)).fill("0")].slice(0, 4).join(":");
}
