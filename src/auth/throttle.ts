import { createHash } from "node:crypto";
import { and, eq, inArray, lte, sql } from "drizzle-orm";
import type { Orm } from "#src/db/client.ts";
import { lockNetworkUntilCommit } from "#src/db/lock.ts";
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

type Failed = typeof signInFailures.$inferSelect;

/** Under which a try is counted. */
interface Keys {
  pair: Buffer;
  address: Buffer;
}

/** What became of a password that somebody typed. */
export type PasswordAnswer<T> =
  | { ok: true; found: T }
  | { ok: false; why: "wrong" }
  | { ok: false; why: "wait"; waitMs: number };

/**
 * Has a password verified when it need not wait; `verify` returns null for a wrong one. Until it turns
 * out right it counts as wrong: to verify one takes a quarter of a second, in which many more may
 * come, and each of them would be let in by the count of before.
 * Errors: what `verify` throws, such as 503 when too many wait already; then the try does not count.
 */
export async function tryPassword<T>(
  orm: Orm,
  attempt: Attempt,
  now: Date,
  verify: () => Promise<T | null>,
): Promise<PasswordAnswer<T>> {
  const keys = keysOf(attempt);
  const taken = await takeTry(orm, keys, now);
  if (taken.waitMs > 0) return { ok: false, why: "wait", waitMs: taken.waitMs };
  const found = await verify().catch(async (error: unknown) => {
    await giveBack(orm, keys, taken);
    throw error;
  });
  if (found === null) return { ok: false, why: "wrong" };
  await giveBack(orm, keys, taken);
  await forgetFailures(orm, attempt);
  return { ok: true, found };
}

/** A try that is counted at an instant, unless it has to wait, and what was counted before. */
interface Try {
  waitMs: number;
  at: Date;
  before: Failed[];
}

async function takeTry(orm: Orm, keys: Keys, at: Date): Promise<Try> {
  // Whoever has to wait anyway is told so without a lock, however often they come.
  const before = await readFailures(orm, keys);
  const waitMs = waitAfter(before, keys, at);
  if (waitMs > 0) return { waitMs, at, before };
  return await orm.transaction(async (tx) => {
    await lockNetworkUntilCommit(tx, keys.address);
    const before = await readFailures(tx, keys);
    const waitMs = waitAfter(before, keys, at);
    if (waitMs === 0) await countAtBoth(tx, keys, at);
    return { waitMs, at, before };
  });
}

/** Takes a try back, with the delay that it began. */
async function giveBack(orm: Orm, { pair, address }: Keys, { at, before }: Try): Promise<void> {
  const { key: of, failures, lastFailedAt } = signInFailures;
  await orm.transaction(async (tx) => {
    for (const key of [pair, address]) {
      const old = before.find((failed) => Buffer.from(failed.key).equals(key));
      // Where others have failed since, theirs is the last.
      const last = sql`
        case when ${lastFailedAt} = ${at.toISOString()}::timestamptz
          then ${(old?.lastFailedAt ?? at).toISOString()}::timestamptz
          else ${lastFailedAt}
        end
      `;
      await tx
        .update(signInFailures)
        .set({ failures: sql`${failures} - 1`, lastFailedAt: last })
        .where(eq(of, key));
    }
    await tx.delete(signInFailures).where(and(inArray(of, [pair, address]), lte(failures, 0)));
  });
}

/**
 * How long this attempt has to wait.
 * Units: milliseconds; 0 when it may be made now.
 */
export async function waitOf(rows: Rows, attempt: Attempt, now: Date): Promise<number> {
  const keys = keysOf(attempt);
  return waitAfter(await readFailures(rows, keys), keys, now);
}

/** What is counted for an attempt: at most two rows. */
async function readFailures(rows: Rows, { pair, address }: Keys): Promise<Failed[]> {
  return await rows
    .select()
    .from(signInFailures)
    .where(inArray(signInFailures.key, [pair, address]));
}

function waitAfter(found: readonly Failed[], { address }: Keys, now: Date): number {
  const waits = found.map((failed) => {
    const free = Buffer.from(failed.key).equals(address) ? addressFreeTries : freeTries;
    return restAfter(failed, free, now);
  });
  return Math.max(0, ...waits);
}

/** What is left of a delay; a clock that is set back delays nobody who has free tries left. */
function restAfter(
  { failures, lastFailedAt }: Pick<Failed, "failures" | "lastFailedAt">,
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

/** Lets the tries of one network come one after the other, so that many at once gain nothing. */
export async function lockTriesUntilCommit(
  tx: Pick<Orm, "execute">,
  attempt: Attempt,
): Promise<void> {
  await lockNetworkUntilCommit(tx, keysOf(attempt).address);
}

/** Counts a wrong password, or a request for a new one. */
export async function countFailure(rows: Rows, attempt: Attempt, now: Date): Promise<void> {
  await countAtBoth(rows, keysOf(attempt), now);
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

async function countAtBoth(rows: Rows, { pair, address }: Keys, now: Date): Promise<void> {
  for (const key of [pair, address]) await countAt(rows, key, now);
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

function keysOf({ email, ip, what }: Attempt): Keys {
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
