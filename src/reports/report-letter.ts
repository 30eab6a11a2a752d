import type { Sql } from "#src/db/client.ts";
import type { Locale } from "#src/lib/locale.ts";
import { addDays } from "#src/lib/time.ts";
import type { Desk } from "#src/mail/letters.tsx";
import type { Letter } from "#src/mail/mailer.ts";
import type { MailPayloads } from "#src/mail/outbox.ts";
import { reportParts } from "#views/emails/report-parts.tsx";
import type { ReportMailProps, ReportSite } from "#views/emails/report-props.ts";
import { type ReportDays, rangeOfReport, readSiteReport } from "./figures.ts";
import { findReadable, type ReadableSite } from "./letter-store.ts";
import { isWanted } from "./store.ts";
import { type Subscription, unsubscribeUrl } from "./unsubscribe-link.ts";

type ReportOrder = { recipient: string; payload: MailPayloads["report"] };

const subscriptions = { week: "weekly", month: "monthly" } as const;

/**
 * Writes a report when it goes: of the sites that are still the recipient's, and only as long as they
 * want it. Null when nothing of that is left.
 */
export async function writeReport(
  { recipient: address, payload }: ReportOrder,
  desk: Desk,
  reports: Sql,
): Promise<Letter | null> {
  const { orm } = desk.database;
  const { period, userId } = payload;
  const subscription = { address, kind: subscriptions[period] };
  if (!(await isWanted(orm, subscription))) return null;
  const found = await findReadable(orm, { userId, address }, payload.siteIds);
  if (!found) return null;
  const { locale } = found;
  const reader = { kind: userId === null ? "address" : "account", address } as const;
  const unsubscribe = await wayOut(desk, subscription);
  const letter = await reportLetter(
    { days: payload, locale, reader, sites: found.sites, unsubscribeUrl: unsubscribe },
    { publicUrl: desk.publicUrl, reports },
  );
  return { ...letter, unsubscribeUrl: unsubscribe };
}

/** The link by which a reader ends such mails; whoever only looks on is not given it. */
async function wayOut({ database, publicUrl, isPreview }: Desk, subscription: Subscription) {
  if (isPreview) return `${publicUrl}/unsubscribe/…`;
  return await unsubscribeUrl(database.orm, publicUrl, subscription);
}

interface ReportInput {
  days: ReportDays;
  locale: Locale;
  reader: ReportMailProps["reader"];
  sites: readonly ReadableSite[];
  unsubscribeUrl: string;
}

/** A report in both its forms. */
export async function reportLetter(
  { days, locale, reader, sites, unsubscribeUrl: unsubscribe }: ReportInput,
  { publicUrl, reports }: { publicUrl: string; reports: Sql },
): Promise<Letter> {
  const told: ReportSite[] = [];
  // One after the other: a report has time, and the dashboards share its connections.
  for (const site of sites) told.push(await tellSite(reports, site, { days, publicUrl }));
  const { from, to } = rangeOfReport(days);
  const { report, html, text } = reportParts({
    ...{ locale, period: days.period, first: from, last: addDays(to, -1), reader },
    sites: told.toSorted((one, other) => other.totals.visitors - one.totals.visitors),
    host: new URL(publicUrl).host,
    sitesUrl: `${publicUrl}/sites`,
    unsubscribeUrl: unsubscribe,
    preferencesUrl: reader.kind === "account" ? `${publicUrl}/account` : null,
  });
  return { subject: report.subject, html, text };
}

async function tellSite(
  reports: Sql,
  site: ReadableSite,
  { days, publicUrl }: { days: ReportDays; publicUrl: string },
): Promise<ReportSite> {
  const { name, domain, canEdit } = site;
  const base = `${publicUrl}/sites/${encodeURIComponent(domain)}`;
  const { from, to } = rangeOfReport(days);
  return {
    ...{ name, domain },
    ...(await readSiteReport(reports, site, days)),
    url: `${base}?period=custom&from=${from}&to=${addDays(to, -1)}`,
    installUrl: canEdit ? `${base}/install` : null,
  };
}
