import type { Locale } from "#src/lib/locale.ts";
import { account as accountEn } from "./en/account.ts";
import { admin as adminEn } from "./en/admin.ts";
import { alerts as alertsEn } from "./en/alerts.ts";
import { clients as clientsEn } from "./en/clients.ts";
import { common as commonEn } from "./en/common.ts";
import { dashboard as dashboardEn } from "./en/dashboard.ts";
import { definitions as definitionsEn } from "./en/definitions.ts";
import { doctor as doctorEn } from "./en/doctor.ts";
import { emails as emailsEn } from "./en/emails.ts";
import { help as helpEn } from "./en/help.ts";
import { install as installEn } from "./en/install.ts";
import { lists as listsEn } from "./en/lists.ts";
import { mailPreview as mailPreviewEn } from "./en/mail-preview.ts";
import { mails as mailsEn } from "./en/mails.ts";
import { passwords as passwordsEn } from "./en/passwords.ts";
import { privacy as privacyEn } from "./en/privacy.ts";
import { profile as profileEn } from "./en/profile.ts";
import { pwa as pwaEn } from "./en/pwa.ts";
import { reportMail as reportMailEn } from "./en/report-mail.ts";
import { sites as sitesEn } from "./en/sites.ts";
import { start as startEn } from "./en/start.ts";
import { twoFactor as twoFactorEn } from "./en/two-factor.ts";
import { unsubscribe as unsubscribeEn } from "./en/unsubscribe.ts";
import { account as accountFr } from "./fr/account.ts";
import { admin as adminFr } from "./fr/admin.ts";
import { alerts as alertsFr } from "./fr/alerts.ts";
import { clients as clientsFr } from "./fr/clients.ts";
import { common as commonFr } from "./fr/common.ts";
import { dashboard as dashboardFr } from "./fr/dashboard.ts";
import { definitions as definitionsFr } from "./fr/definitions.ts";
import { doctor as doctorFr } from "./fr/doctor.ts";
import { emails as emailsFr } from "./fr/emails.ts";
import { help as helpFr } from "./fr/help.ts";
import { install as installFr } from "./fr/install.ts";
import { lists as listsFr } from "./fr/lists.ts";
import { mailPreview as mailPreviewFr } from "./fr/mail-preview.ts";
import { mails as mailsFr } from "./fr/mails.ts";
import { passwords as passwordsFr } from "./fr/passwords.ts";
import { privacy as privacyFr } from "./fr/privacy.ts";
import { profile as profileFr } from "./fr/profile.ts";
import { pwa as pwaFr } from "./fr/pwa.ts";
import { reportMail as reportMailFr } from "./fr/report-mail.ts";
import { sites as sitesFr } from "./fr/sites.ts";
import { start as startFr } from "./fr/start.ts";
import { twoFactor as twoFactorFr } from "./fr/two-factor.ts";
import { unsubscribe as unsubscribeFr } from "./fr/unsubscribe.ts";

const en = {
  common: commonEn,
  account: accountEn,
  profile: profileEn,
  twoFactor: twoFactorEn,
  sites: sitesEn,
  admin: adminEn,
  alerts: alertsEn,
  clients: clientsEn,
  dashboard: dashboardEn,
  doctor: doctorEn,
  emails: emailsEn,
  help: helpEn,
  install: installEn,
  lists: listsEn,
  mailPreview: mailPreviewEn,
  mails: mailsEn,
  passwords: passwordsEn,
  privacy: privacyEn,
  pwa: pwaEn,
  reportMail: reportMailEn,
  start: startEn,
  unsubscribe: unsubscribeEn,
  definitions: definitionsEn,
};

/**
 * Everything that a person reads, by room. A message is a string, or a function of named arguments
 * where something is filled in.
 */
export type Messages = typeof en;

const fr: Messages = {
  common: commonFr,
  account: accountFr,
  profile: profileFr,
  twoFactor: twoFactorFr,
  sites: sitesFr,
  admin: adminFr,
  alerts: alertsFr,
  clients: clientsFr,
  dashboard: dashboardFr,
  doctor: doctorFr,
  emails: emailsFr,
  help: helpFr,
  install: installFr,
  lists: listsFr,
  mailPreview: mailPreviewFr,
  mails: mailsFr,
  passwords: passwordsFr,
  privacy: privacyFr,
  pwa: pwaFr,
  reportMail: reportMailFr,
  start: startFr,
  unsubscribe: unsubscribeFr,
  definitions: definitionsFr,
};

const catalogue: Record<Locale, Messages> = { en, fr };

export function messagesFor(locale: Locale): Messages {
  return catalogue[locale];
}
