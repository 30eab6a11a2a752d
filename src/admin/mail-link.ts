import type { Actor } from "#src/auth/audit.ts";
import type { LinkPurpose } from "#src/auth/link.ts";
import type { Rows } from "#src/auth/session.ts";
import type { Orm } from "#src/db/client.ts";
import { locks, lockUntilCommit } from "#src/db/lock.ts";
import { NotFoundError } from "#src/lib/errors.ts";
import type { MailPayloads } from "#src/mail/outbox.ts";
import { dropMail, type OutboxMail } from "#src/mail/outbox-store.ts";
import { findRecipient, findRecipientOfAddress } from "#src/mail/store.ts";
import { type OrderedLink, sendLink } from "./client-link.ts";

/** Whose password the link of a mail would set, and what for; null when it has none. */
export async function findLinkOf(
  rows: Rows,
  { kind, recipient, payload }: Pick<OutboxMail, "kind" | "recipient" | "payload">,
): Promise<{ userId: number; purpose: LinkPurpose } | null> {
  if (kind === "invitation") {
    const to = await findRecipient(rows, (payload as MailPayloads["invitation"]).userId);
    if (to?.email !== recipient || to.hasPassword) return null;
    return { userId: to.userId, purpose: "invitation" };
  }
  if (kind !== "password_reset") return null;
  const to = await findRecipientOfAddress(rows, recipient);
  return to && { userId: to.userId, purpose: to.hasPassword ? "reset" : "invitation" };
}

/**
 * Makes the link of a mail that waits or has failed, for an admin to hand over; the mail itself is
 * sent no more, since it would end this link by one of its own.
 * Errors: `NotFoundError` for a mail that is done or has no link.
 */
export async function takeLinkOf(
  orm: Orm,
  { actor, id, by, now }: { actor: Actor; id: number; by: string; now: Date },
): Promise<OrderedLink> {
  return await orm.transaction(async (tx) => {
    await lockUntilCommit(tx, locks.people);
    const mail = await dropMail(tx, id, now);
    const link = mail && (await findLinkOf(tx, mail));
    if (!link) throw new NotFoundError();
    const order = { actor, id: String(link.userId), by, way: "copy", now } as const;
    return await sendLink(tx, order, link.purpose);
  });
}
