import { zoneOffsetMs } from "#src/lib/time.ts";
import { type FigureWriters, letterOf } from "#src/mail/letters.tsx";
import { alertNote } from "#views/emails/alert-note.ts";
import { listAlertRecipients } from "./alert-recipients.ts";
import { findCountedSite } from "./alert-store.ts";
import { unsubscribeUrl } from "./unsubscribe-link.ts";

const hourMs = 3_600_000;

/** Writes an alert, unless the site is gone meanwhile or whoever it is for wants none any more. */
export const writeAlert: FigureWriters["alert"] = async ({ recipient, payload }, desk) => {
  const { orm } = desk.database;
  const site = await findCountedSite(orm, payload.siteId);
  const recipients = site ? await listAlertRecipients(orm, site) : [];
  const to = recipients.find(({ address }) => address === recipient);
  if (!site || !to) return null;
  const { publicUrl } = desk;
  const subscription = { kind: "alert", address: recipient } as const;
  // Whoever only looks on is not given the reader's way out.
  const endUrl = desk.isPreview
    ? `${publicUrl}/unsubscribe/…`
    : await unsubscribeUrl(orm, publicUrl, subscription);
  const at = new Date(payload.at);
  const { alert, visitors, usual } = payload;
  const note = alertNote({
    ...{ locale: to.locale, alert, visitors, usual, site: site.name },
    at: wallOf(site.timeZone, at),
    until: wallOf(site.timeZone, new Date(at.getTime() + hourMs)),
    url: `${publicUrl}/sites/${encodeURIComponent(site.domain)}`,
    host: new URL(publicUrl).host,
    unsubscribeUrl: endUrl,
  });
  return { ...letterOf(note), unsubscribeUrl: endUrl };
};

/** What the clock on the wall of a zone shows, as `2026-11-23T14:00`. */
function wallOf(zone: string, at: Date): string {
  return new Date(at.getTime() + zoneOffsetMs(at, zone)).toISOString().slice(0, 16);
}
