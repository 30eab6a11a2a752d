import type { Rows } from "#src/auth/session.ts";
import { mails } from "#src/db/schema/tables.ts";
import type { Day } from "#src/lib/time.ts";

// A mail is a row before it is a message: it is written in the transaction of what it tells about, so
// that neither happens without the other, and a server that is killed loses none. The row holds what
// the mail is about and never what it says: a link is made when it goes.

/** What a mail is about, by its kind. */
export interface MailPayloads {
  /** To somebody new: choose a password. `invitedBy` is the name of who asks them in. */
  invitation: { userId: number; invitedBy: string };
  /** To a typed address that may be nobody's, which only the delivery looks up. */
  password_reset: Record<string, never>;
  /** To somebody whose password was set. Shape: `at` is an instant, `agent` `Firefox, Windows`. */
  password_changed: { userId: number; at: string; agent: string | null };
  /**
   * The figures of sites in a week, from its Monday, or in a month, from its first. `userId` is null
   * for an address that nobody signs in with.
   */
  report: { period: "week" | "month"; startOn: Day; siteIds: number[]; userId: number | null };
  /** That a site has become unusual, to somebody who looks after it. */
  alert: AlertPayload;
}

/**
 * What is unusual of a site. Shape: `at` is when the hour began, or when the last event came; there
 * were so many `visitors`, and usually there are at such an hour; both are 0 of a silence.
 */
export interface AlertPayload {
  alert: "spike" | "drop" | "silence";
  siteId: number;
  at: string;
  visitors: number;
  usual: number;
}

export type MailKind = keyof MailPayloads;

/** One mail to write: `{ kind: "invitation", recipient, payload: { userId, invitedBy } }`. */
export type MailOrder = {
  [K in MailKind]: { kind: K; recipient: string; payload: MailPayloads[K] };
}[MailKind];

/**
 * Puts a mail on its way; give it the transaction of what it tells about, and wake the post after.
 * Shape: of those with the same `uniqueKey` there is only ever the first; false for the others.
 */
export async function queueMail(
  rows: Rows,
  order: MailOrder & { now: Date; uniqueKey?: string },
): Promise<boolean> {
  const { kind, recipient, payload, now, uniqueKey = null } = order;
  const queued = await rows
    .insert(mails)
    .values({ kind, uniqueKey, recipient, payload, createdAt: now, nextTryAt: now })
    .onConflictDoNothing()
    .returning({ id: mails.id });
  return queued.length > 0;
}

/** Why a mail is not sent where no server has said so; every other reason is in a server's words. */
export const ownReasons = {
  tooOld: "too_old",
  unwritable: "unwritable",
  givenUp: "given_up",
} as const;
