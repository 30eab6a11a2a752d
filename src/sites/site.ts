import type { sites } from "#src/db/schema/tables.ts";
import { usualTrackerSettings } from "#src/lib/tracker-variant.ts";

/** A web site whose visits are counted. */
export type Site = typeof sites.$inferSelect;

/** What a person sets of a site. */
export type SiteFields = Pick<
  Site,
  | "name"
  | "domain"
  | "hostnames"
  | "includeSubdomains"
  | "timeZone"
  | "locale"
  | "hashMode"
  | "respectDnt"
  | "countTestTraffic"
  | "countLinks"
  | "countForms"
  | "excludedIps"
  | "excludedPaths"
  | "retentionMonths"
  | "reportEmails"
  | "alertSpike"
  | "alertDrop"
  | "alertSilence"
>;

/** What a new site has of what nobody said; it is called by its domain if it has no other name. */
export function newSiteFields(
  given: Pick<SiteFields, "domain" | "name" | "timeZone"> & Partial<SiteFields>,
): SiteFields {
  return {
    ...{ hostnames: [], includeSubdomains: false, locale: "en", ...usualTrackerSettings },
    ...{ excludedIps: [], excludedPaths: [], retentionMonths: null, reportEmails: [] },
    ...{ alertSpike: false, alertDrop: false, alertSilence: false },
    ...given,
    name: given.name || given.domain,
  };
}
