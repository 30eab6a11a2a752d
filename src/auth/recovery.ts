import { randomBytes } from "node:crypto";
import { and, count, eq } from "drizzle-orm";
import { recoveryCodes } from "#src/db/schema/tables.ts";
import type { Rows } from "./session.ts";
import { hashToken } from "./token.ts";

// What opens the door without the phone: ten codes of 50 random bits, each good once. They are asked
// for after the password and throttled, so that nobody gets far by guessing; the database keeps their
// SHA-256.

const codesCount = 10;
const codeLength = 10;
const alphabet = "abcdefghijklmnopqrstuvwxyz234567";

/** Gives a user new codes and ends the old ones; give it a transaction. Shape: `abcde-fgh23`. */
export async function renewRecoveryCodes(tx: Rows, userId: number): Promise<string[]> {
  await endRecoveryCodes(tx, userId);
  const codes = Array.from({ length: codesCount }, makeCode);
  await tx
    .insert(recoveryCodes)
    .values(codes.map((code) => ({ userId, codeHash: hashToken(code) })));
  return codes.map((code) => `${code.slice(0, codeLength / 2)}-${code.slice(codeLength / 2)}`);
}

/** Uses a code up, in one statement: of twenty tries at once one succeeds. */
export async function takeRecoveryCode(rows: Rows, userId: number, typed: string) {
  const codeHash = hashToken(typed);
  const taken = await rows
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), eq(recoveryCodes.codeHash, codeHash)))
    .returning({ userId: recoveryCodes.userId });
  return taken.length > 0;
}

/** How many codes a user has left. */
export async function countRecoveryCodes(rows: Rows, userId: number): Promise<number> {
  const [found] = await rows
    .select({ left: count() })
    .from(recoveryCodes)
    .where(eq(recoveryCodes.userId, userId));
  return found?.left ?? 0;
}

/** Ends the codes of a user. */
export async function endRecoveryCodes(rows: Rows, userId: number): Promise<void> {
  await rows.delete(recoveryCodes).where(eq(recoveryCodes.userId, userId));
}

/** 32 letters divide 256, so that each byte gives every letter with the same chance. */
function makeCode(): string {
  return Array.from(randomBytes(codeLength), (byte) => alphabet[byte % alphabet.length]).join("");
}
