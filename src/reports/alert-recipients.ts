import type { Rows } from "#src/auth/session.ts";
import type { Locale } from "#src/lib/locale.ts";
import type { WatchedSite } from "./alert-store.ts";
import { listReadersOf, listRefused } from "./store.ts";

/** Somebody who is told when a site becomes unusual. */
export interface AlertRecipient {
  address: string;
  locale: Locale;
}

/**
 * Whom an alert of a site goes to: admins and the clients who may change its settings, as long as they
 * want weekly mails, and the other addresses of the site; without those that have refused alerts.
 */
export async function listAlertRecipients(
  rows: Rows,
  site: WatchedSite,
): Promise<AlertRecipient[]> {
  const refused = await listRefused(rows, "alert");
  const users = await listReadersOf(rows, site);
  const known = new Map(users.map((user) => [user.email, user]));
  const keepers = users.filter(
    ({ isKeeper, isActive, weeklyMail }) => isKeeper && isActive && weeklyMail,
  );
  const others = site.reportEmails
    .filter((address) => !known.get(address)?.isDisabled)
    .map((address) => ({ address, locale: known.get(address)?.locale ?? site.locale }));
  const all = [...keepers.map(({ email, locale }) => ({ address: email, locale })), ...others];
  const byAddress = new Map(all.map((recipient) => [recipient.address, recipient]));
  return [...byAddress.values()].filter(({ address }) => !refused.has(address));
}
