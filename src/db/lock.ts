import { sql } from "drizzle-orm";
import type { Orm } from "./client.ts";

/**
 * Every advisory lock that servers on one database share, by what it guards. They are numbers that
 * the whole database shares: two purposes with one number would wait for each other for ever.
 */
export const locks = {
  migration: 7_301_001,
  visitsLeader: 7_301_002,
  dailyLeader: 7_301_006,
  visits: 7_301_003,
  daily: 7_301_005,
  setup: 7_301_004,
  people: 7_301_007,
} as const;

/** The first of the two numbers of a job's lock; the second is a hash of the job's name. */
export const jobLockSpace = 7_301;

/** The first of the two numbers of the lock of who is mailed to; the second is a hash of the address. */
const addressLockSpace = 7_302;

/** The first of the two numbers of the lock of a network that signs in; the second is a hash of it. */
const networkLockSpace = 7_303;

/** Waits until nobody else in the database holds the lock of this mail address. */
export async function lockAddressUntilCommit(
  tx: Pick<Orm, "execute">,
  address: string,
): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${addressLockSpace}, hashtext(${address}))`);
}

/** Waits until nobody else in the database holds the lock of this network, given as its digest. */
export async function lockNetworkUntilCommit(
  tx: Pick<Orm, "execute">,
  network: Buffer,
): Promise<void> {
  const text = network.toString("hex");
  await tx.execute(sql`select pg_advisory_xact_lock(${networkLockSpace}, hashtext(${text}))`);
}

/** Waits until nobody else in the database holds this lock, and holds it until the commit. */
export async function lockUntilCommit(
  tx: Pick<Orm, "execute">,
  lock: (typeof locks)[keyof typeof locks],
): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${lock})`);
}
