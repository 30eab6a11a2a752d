import type { Principal } from "#src/auth/route.ts";
import type { Sql } from "#src/db/client.ts";
import type { Locale } from "#src/lib/locale.ts";
import { addDays, type Day, dayIn, monthStart } from "#src/lib/time.ts";
import { letterOf } from "#src/mail/letters.tsx";
import type { Letter } from "#src/mail/mailer.ts";
import type { Site } from "#src/sites/site.ts";
import {
  invitationNote,
  passwordChangedNote,
  passwordResetNote,
} from "#views/emails/account-notes.ts";
import { alertNote } from "#views/emails/alert-note.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import type { PreviewKind } from "#views/reports/mail-preview-page.tsx";
import { reportLetter } from "./report-letter.ts";

/** The mails that are about the figures of a site. */
export const figureKinds = ["week", "month", "spike", "drop", "silence"] as const;
/** Those that are about an account. */
export const accountKinds = ["invitation", "password_reset", "password_changed"] as const;

/** Whom a mail is shown to, and what it is made of. */
export interface PreviewDesk {
  principal: Pick<Principal, "name" | "email">;
  locale: Locale;
  publicUrl: string;
  now: Date;
  reports: Sql;
}

/** Writes a mail to look at: with real figures, and with links that hold no secret. */
export async function previewLetter(
  kind: PreviewKind,
  site: Site | null,
  desk: PreviewDesk,
): Promise<Letter> {
  switch (kind) {
    case "invitation":
    case "password_reset":
    case "password_changed":
      return letterOf(accountNote(kind, site, desk));
    case "week":
    case "month":
      return await previewReport(kind, siteOf(site), desk);
    case "spike":
    case "drop":
    case "silence":
      return letterOf(previewAlert(kind, siteOf(site), desk));
  }
}

function siteOf(site: Site | null): Site {
  if (!site) throw new Error("there are no figures to show without a site");
  return site;
}

function accountNote(kind: (typeof accountKinds)[number], site: Site | null, desk: PreviewDesk) {
  const { principal, locale, publicUrl, now } = desk;
  const to = { locale, name: principal.name, email: principal.email };
  const mail = { to, url: `${publicUrl}/password/…`, host: new URL(publicUrl).host };
  const agent = messagesFor(locale).mailPreview.agent;
  if (kind === "password_reset") return passwordResetNote(mail);
  if (kind === "password_changed")
    return passwordChangedNote({
      ...mail,
      ...{ url: `${publicUrl}/forgot-password`, changedAt: now, agent },
    });
  return invitationNote({ ...mail, invitedBy: principal.name, sites: site ? [site.name] : [] });
}

function previewReport(period: "week" | "month", site: Site, desk: PreviewDesk) {
  const { principal, locale, publicUrl, reports } = desk;
  const startOn = lastStart(period, dayIn(site.timeZone, desk.now));
  return reportLetter(
    {
      ...{ days: { period, startOn }, locale, unsubscribeUrl: wayOut(desk) },
      reader: { kind: "account", address: principal.email },
      sites: [{ ...site, canEdit: true }],
    },
    { publicUrl, reports },
  );
}

/** The first day of the last week or month that is over. */
function lastStart(period: "week" | "month", today: Day): Day {
  if (period === "month") return monthStart(today, -1);
  const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(today, -weekday - 7);
}

/** With made-up figures: what an alert tells of happens seldom. */
function previewAlert(alert: "spike" | "drop" | "silence", site: Site, desk: PreviewDesk) {
  const { locale, publicUrl, now } = desk;
  const day = addDays(dayIn(site.timeZone, now), -1);
  const counts = { spike: [312, 40], drop: [2, 40], silence: [0, 0] } as const;
  const [visitors, usual] = counts[alert];
  return alertNote({
    ...{ locale, alert, visitors, usual, site: site.name },
    ...{ at: `${day}T14:00`, until: `${day}T15:00` },
    url: `${publicUrl}/sites/${encodeURIComponent(site.domain)}`,
    host: new URL(publicUrl).host,
    unsubscribeUrl: wayOut(desk),
  });
}

function wayOut({ publicUrl }: PreviewDesk): string {
  return `${publicUrl}/unsubscribe/…`;
}
