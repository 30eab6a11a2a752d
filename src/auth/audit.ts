import { auditLogs } from "#src/db/schema/tables.ts";
import type { SignedInContext } from "./route.ts";
import type { Rows } from "./session.ts";

/** Who did something: a signed-in user, or null for the server itself and for strangers. */
export interface Actor {
  userId: number | null;
  email: string | null;
  /** The person's address, kept for the admin; null for a command on the server. */
  ip: string | null;
}

/** One line of the audit log. Shape: `before` and `after` hold only what changed, no secrets. */
export interface AuditEntry {
  actor: Actor;
  action: string;
  subject: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
  at: Date;
}

/** Writes one line of the audit log; give it the transaction of what it tells about. */
export async function writeAudit(rows: Rows, entry: AuditEntry): Promise<void> {
  const { actor, action, subject, before, after, at } = entry;
  await rows.insert(auditLogs).values({
    at,
    actorId: actor.userId,
    actorEmail: actor.email,
    action,
    subject,
    before: before ?? null,
    after: after ?? null,
    ip: actor.ip,
  });
}

/** The one who sends a request, as the audit log names them. */
export function actorOf({ principal, ip }: SignedInContext): Actor {
  return { userId: principal.userId, email: principal.email, ip };
}
