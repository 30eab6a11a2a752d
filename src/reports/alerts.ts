import type { Deps } from "#src/auth/route.ts";
import { dayIn } from "#src/lib/time.ts";
import { type AlertPayload, queueMail } from "#src/mail/outbox.ts";
import { readFirstDay } from "#src/stats/live.ts";
import { listAlertRecipients } from "./alert-recipients.ts";
import {
  type AlertKind,
  beginAlert,
  countVisitors,
  endAlert,
  findSilence,
  listWatchedSites,
  noteBeat,
  type WatchedSite,
} from "./alert-store.ts";
import { lastHour, sameHourBefore } from "./hours.ts";
import { findUnusual } from "./unusual.ts";

type AlertDeps = Pick<Deps, "database" | "now" | "mail">;

/** When a look is taken. Shape: the process is up since `upSince`; looks are taken since `beatSince`. */
interface Look {
  now: Date;
  upSince: Date;
  beatSince: Date;
}

/** What a look has found of each kind: a reason for an alert, or null; what it cannot tell is missing. */
type Findings = Partial<Record<AlertKind, Omit<AlertPayload, "siteId"> | null>>;

const dayMs = 86_400_000;
const kinds = ["spike", "drop", "silence"] as const;

/**
 * Looks at every site that somebody wants to be told of, and queues one mail to each of its keepers
 * when it becomes unusual; the next one only after it has been as usual again.
 */
export async function checkAlerts(
  { database, now, mail }: AlertDeps,
  upSince: Date,
): Promise<void> {
  const at = now();
  const beatSince = await noteBeat(database.orm, at);
  if (!mail.canSend) return;
  for (const site of await listWatchedSites(database.orm)) {
    const found = await lookAt(site, database, { now: at, upSince, beatSince });
    for (const kind of kinds) {
      const finding = found[kind];
      if (finding) await alert(site, database, { ...finding, now: at });
      else if (finding === null) await endAlert(database.orm, { siteId: site.id, kind, now: at });
    }
  }
  mail.wake();
}

async function lookAt(
  site: WatchedSite,
  { reports }: AlertDeps["database"],
  look: Look,
): Promise<Findings> {
  const found: Findings = {};
  if (site.alertSpike || site.alertDrop) {
    const hour = await lookAtHour(site, reports, look.now);
    if (site.alertSpike) found.spike = hour.spike;
    // A server that was down for a part of the hour has missed visitors, and not the site.
    if (site.alertDrop && look.upSince <= hour.start) found.drop = hour.drop;
  }
  if (site.alertSilence && look.now.getTime() - look.beatSince.getTime() >= dayMs) {
    const last = await findSilence(reports, site.id, look.now);
    const silence = { alert: "silence", visitors: 0, usual: 0 } as const;
    found.silence = last && { ...silence, at: last.toISOString() };
  }
  return found;
}

/** The last hour of a site beside the same hour of past weeks. */
async function lookAtHour(
  { id, timeZone, eventsFrom }: WatchedSite,
  reports: AlertDeps["database"]["reports"],
  now: Date,
) {
  const hour = lastHour(timeZone, now);
  const firstDay = await readFirstDay(reports, id);
  // Its first day began somewhere in the middle, and before that nobody could have been counted. Of
  // days whose events are not kept the hour is not known.
  const before = sameHourBefore(timeZone, hour).filter(({ start }) => {
    const day = dayIn(timeZone, start);
    return firstDay !== null && day > firstDay && (eventsFrom === null || day >= eventsFrom);
  });
  const [visitors = 0, ...past] = await countVisitors(reports, id, [hour, ...before]);
  const unusual = findUnusual(visitors, past);
  const finding = unusual && { ...unusual, visitors, at: hour.start.toISOString() };
  const only = (kind: AlertKind) => (finding?.alert === kind ? finding : null);
  return { start: hour.start, spike: only("spike"), drop: only("drop") };
}

/** Queues the mails of an alert in the transaction that notes it, so that there is one at most. */
async function alert(
  site: WatchedSite,
  { orm }: AlertDeps["database"],
  { now, ...finding }: Omit<AlertPayload, "siteId"> & { now: Date },
): Promise<void> {
  await orm.transaction(async (tx) => {
    const { id: siteId } = site;
    if (!(await beginAlert(tx, { siteId, kind: finding.alert, now }))) return;
    const payload = { ...finding, siteId };
    for (const { address: recipient } of await listAlertRecipients(tx, site))
      await queueMail(tx, { kind: "alert", recipient, payload, now });
  });
}
