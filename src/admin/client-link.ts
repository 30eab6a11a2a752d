import { type Actor, writeAudit } from "#src/auth/audit.ts";
import { type LinkPurpose, makeLink } from "#src/auth/link.ts";
import { endSessionsOf, type Rows } from "#src/auth/session.ts";
import type { Orm } from "#src/db/client.ts";
import { locks, lockUntilCommit } from "#src/db/lock.ts";
import { NotFoundError } from "#src/lib/errors.ts";
import { queueMail } from "#src/mail/outbox.ts";
import { findClient, type User } from "./client-store.ts";

/** How a link reaches somebody: by mail, or copied by whoever has made it. */
export type Way = "mail" | "copy";

/** A link to be made. Shape: `by` is who asks them in, as the mail names them. */
export interface LinkOrder {
  user: User;
  purpose: LinkPurpose;
  way: Way;
  by: string;
  now: Date;
}

/**
 * Makes a link and returns its token, or queues the mail that makes one when it goes and returns
 * null: of a link that is mailed nothing is to be seen here.
 */
export async function orderLink(tx: Rows, order: LinkOrder): Promise<string | null> {
  const { user, purpose, way, by, now } = order;
  if (way === "copy") return await makeLink(tx, { userId: user.id, purpose, now });
  const recipient = user.email;
  if (purpose === "reset")
    await queueMail(tx, { kind: "password_reset", recipient, payload: {}, now });
  else {
    const payload = { userId: user.id, invitedBy: by };
    await queueMail(tx, { kind: "invitation", recipient, payload, now });
  }
  return null;
}

/** A link that was made or is on its way. */
export interface OrderedLink {
  user: User;
  purpose: LinkPurpose;
  /** Null when it goes by mail. */
  token: string | null;
}

/**
 * Invites somebody again who has not accepted yet, or lets somebody set a new password.
 *
 * A reset ends every session now, so that whoever sits at a lost or borrowed device is out. The old
 * password opens the door until the new one is set: a mail that never arrives must lock nobody out.
 * Whoever must not come in at all is disabled.
 * Errors: `NotFoundError` for who is disabled, and where the other purpose is meant.
 */
export async function sendLink(
  orm: Orm,
  input: { actor: Actor; id: string | undefined; by: string; way: Way; now: Date },
  purpose: LinkPurpose,
): Promise<OrderedLink> {
  const { actor, id, by, way, now } = input;
  return await orm.transaction(async (tx) => {
    await lockUntilCommit(tx, locks.people);
    const { user } = await findClient(tx, id);
    const hasPassword = user.passwordHash !== null;
    if (user.disabledAt || hasPassword !== (purpose === "reset")) throw new NotFoundError();
    if (hasPassword) await endSessionsOf(tx, user.id);
    const action = hasPassword ? "client.reset" : "client.invite";
    await writeAudit(tx, { actor, action, subject: user.email, after: { way }, at: now });
    return { user, purpose, token: await orderLink(tx, { user, purpose, way, by, now }) };
  });
}
