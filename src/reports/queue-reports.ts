import type { Deps } from "#src/auth/route.ts";
import { type MailOrder, queueMail } from "#src/mail/outbox.ts";
import { type Recipient, recipientsOf } from "./recipients.ts";
import { duePeriod, endOf, type PeriodKind } from "./schedule.ts";
import { findMailKeys, readDirectory, readReportsSince } from "./store.ts";

type ReportDeps = Pick<Deps, "database" | "now" | "mail">;
type ReportOrder = MailOrder & { uniqueKey: string };

const refusedKind = { week: "weekly", month: "monthly" } as const;

/**
 * Queues every report that is due and not queued yet. Any number of servers may do so at once and be
 * killed in the middle: a mail has a key made of its period and its address, of which there is one.
 */
export async function queueReports({ database, now, mail }: ReportDeps): Promise<void> {
  const { orm } = database;
  const at = now();
  const since = await readReportsSince(orm, at);
  // Without a way out they would only pile up, and next year's readers care nothing for this week.
  if (!mail.canSend) return;
  for (const kind of ["week", "month"] as const) {
    const recipients = recipientsOf(kind, await readDirectory(orm, refusedKind[kind]));
    const due = recipients
      .map((recipient) => orderOf(kind, recipient, { now: at, since }))
      .filter((order) => order !== null);
    const known = await findMailKeys(
      orm,
      due.map(({ uniqueKey }) => uniqueKey),
    );
    for (const order of due)
      if (!known.has(order.uniqueKey)) await queueMail(orm, { ...order, now: at });
  }
  mail.wake();
}

/** The mail that is due to somebody; null when none is. */
function orderOf(
  kind: PeriodKind,
  recipient: Recipient,
  { now, since }: { now: Date; since: Date },
): ReportOrder | null {
  const { address, userId, sites } = recipient;
  const start = recipient.since && recipient.since > since ? recipient.since : since;
  const zones = sites.map(({ timeZone }) => timeZone);
  const period = duePeriod(kind, zones, { now, since: start });
  if (!period) return null;
  // A site that began later has nothing to say of that time.
  const told = sites.filter(({ createdAt, timeZone }) => createdAt < endOf(period, timeZone));
  if (told.length === 0) return null;
  const siteIds = told.map(({ id }) => id);
  return {
    kind: "report",
    recipient: address,
    payload: { period: kind, startOn: period.from, siteIds, userId },
    uniqueKey: `report:${kind}:${period.from}:${address}`,
  };
}
