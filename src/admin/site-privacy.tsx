import type { SignedInContext } from "#src/auth/route.ts";
import { shellOf } from "#src/auth/shell.ts";
import { blankRow } from "#src/collect/event-row.ts";
import { readSaltEnds } from "#src/collect/salt-times.ts";
import { formatDay, formatMoment } from "#src/lib/format.ts";
import { htmlResponse } from "#src/lib/respond.ts";
import { dayIn, monthStart } from "#src/lib/time.ts";
import type { Site } from "#src/sites/site.ts";
import { findSite, mayEdit } from "#src/sites/store.ts";
import { readNewestView, type StoredRow } from "#src/stats/newest-view.ts";
import { PrivacyPage, type PrivacyPageProps } from "#views/privacy/privacy-page.tsx";
import { countReaders } from "./readers-store.ts";
import { originFor } from "./site-install.tsx";

/** `GET /sites/{domain}/privacy`: what is stored of its visits, for how long, and for whom. */
export async function showPrivacy(context: SignedInContext): Promise<Response> {
  const { principal, params, deps } = context;
  const { orm, reports } = deps.database;
  const site = await findSite(orm, principal, params.domain);
  const [row, salts, readers] = await Promise.all([
    readNewestView(reports, site.id),
    readSaltEnds(reports, site),
    countReaders(orm, site),
  ]);
  const { domain, name, timeZone } = site;
  const props = {
    ...{ domain, name, timeZone, readers },
    ...{ row: row ?? madeUpRow(site, deps.now()), isMadeUp: row === null },
    salts: salts.map(({ day, endsAt }) => ({
      day: formatDay(context.locale, day, "full"),
      at: formatMoment(context.locale, endsAt, timeZone),
    })),
    isElsewhere: deps.config.databaseUrl !== null,
    ...keptOf(context, site),
    settings: settingsOf(context, site),
    canSend: deps.mail.canSend,
    canEdit: mayEdit(principal, site),
  } satisfies Omit<PrivacyPageProps, "shell">;
  return htmlResponse(<PrivacyPage shell={shellOf(context)} {...props} />);
}

/** What of its settings the text for the site's own policy depends on. */
function settingsOf(context: SignedInContext, site: Site): PrivacyPageProps["settings"] {
  const { geoipFile } = context.deps.config;
  const { domain, respectDnt, hashMode, countLinks, countForms } = site;
  return {
    ...{ domain, respectDnt, hashMode, countLinks, countForms },
    host: new URL(originFor(context)).host,
    ...termsOf(context, site),
    knowsCities: geoipFile !== null,
  };
}

/** Since when there is anything, by the clock of the site, as the retention job reckons. */
function keptOf(context: SignedInContext, site: Site) {
  const { deps, locale } = context;
  const isOwn = site.retentionMonths !== null;
  const terms = termsOf(context, site);
  const months = terms.rowMonths ?? terms.months;
  const first = months === 0 ? null : monthStart(dayIn(site.timeZone, deps.now()), -months);
  return { isOwn, since: first && formatDay(locale, first, "long") };
}

function termsOf({ deps }: SignedInContext, site: Site) {
  const { retentionMonths, eventRetentionMonths } = deps.config;
  const months = site.retentionMonths ?? retentionMonths;
  const rowMonths = eventRetentionMonths ?? 0;
  const goSooner = rowMonths > 0 && (months === 0 || rowMonths < months);
  return { months, rowMonths: goSooner ? rowMonths : null };
}

/** What a visit would look like, of a site that has had none. */
function madeUpRow({ id, domain, timeZone }: Site, now: Date): StoredRow {
  const row = {
    ...blankRow(),
    ...{ site_id: id, day: dayIn(timeZone, now), hostname: domain, path: "/menu" },
    ...{ visitor: "5404319552844595228", id: "-6148914691236517206" },
    ...{ ts: now.toISOString(), last_seen_at: now.toISOString(), seq: 2 },
    ...{ engaged_ms: 34_000, scroll: 80, referrer: "https://www.google.com/", source: "Google" },
    ...{ channel: "search", country: "FR", device: "mobile", browser: "Safari", language: "fr" },
    ...{ browser_version: "19", os: "iOS", os_version: "19" },
  };
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, `${value ?? ""}`]));
}
