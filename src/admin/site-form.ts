import { parseEmail } from "#src/lib/email.ts";
import type { Form } from "#src/lib/form.ts";
import { parseLocale } from "#src/lib/locale.ts";
import { exclusionsMax, parseExcludedIps, parseExcludedPaths } from "#src/sites/exclusions.ts";
import { isLocalHost, parseDomain, parseHostnames } from "#src/sites/hostnames.ts";
import { newSiteFields, type Site, type SiteFields } from "#src/sites/site.ts";
import type { SiteFormFaults, SiteFormValues } from "#views/sites/site-form.tsx";

const nameMax = 100;
const hostnamesMax = 50;
const reportEmailsMax = 20;
const listTextMax = 10_000;
const retentionMonthsMax = 1_200;

/**
 * The zones that a site can be given, as the form lists them. Intl knows more, such as `+05:30` or
 * `US/Pacific-New`, which not everything that reads a zone does.
 */
export const timeZones: readonly string[] = [
  "UTC",
  ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC"),
];

/** The zones that a site can have: those, and the one that it has. */
export function zonesOf({ timeZone }: Pick<Site, "timeZone">): readonly string[] {
  return timeZones.includes(timeZone) ? timeZones : [timeZone, ...timeZones];
}

/** A form that was sent. Shape: `fields` is null when there are faults. */
interface ParsedSiteForm {
  values: SiteFormValues;
  fields: SiteFields | null;
  faults: SiteFormFaults;
}

/** What of a site its form leaves as it is, whatever was sent; see `keptOf`. */
export type Kept = Partial<Pick<SiteFormValues, "domain" | "retentionMonths">>;

/** Reads what a person has typed of a site. */
export function parseSiteForm(
  form: Form,
  { kept = {}, zones = timeZones }: { kept?: Kept; zones?: readonly string[] } = {},
): ParsedSiteForm {
  const values: SiteFormValues = {
    name: form.text("name", nameMax),
    domain: form.text("domain", 2_000),
    hostnames: form.text("hostnames", listTextMax),
    includeSubdomains: form.checked("includeSubdomains"),
    timeZone: form.text("timeZone"),
    locale: form.text("locale"),
    hashMode: form.checked("hashMode"),
    respectDnt: form.checked("respectDnt"),
    countTestTraffic: form.checked("countTestTraffic"),
    countLinks: form.checked("countLinks"),
    countForms: form.checked("countForms"),
    excludedIps: form.text("excludedIps", listTextMax),
    excludedPaths: form.text("excludedPaths", listTextMax),
    retentionMonths: form.text("retentionMonths", 20),
    reportEmails: form.text("reportEmails", listTextMax),
    alertSpike: form.checked("alertSpike"),
    alertDrop: form.checked("alertDrop"),
    alertSilence: form.checked("alertSilence"),
    ...kept,
  };
  const domain = parseDomain(values.domain);
  const hostnames = atMost(hostnamesMax, parseHostnames(values.hostnames));
  const excludedIps = atMost(exclusionsMax, parseExcludedIps(values.excludedIps));
  const excludedPaths = atMost(exclusionsMax, parseExcludedPaths(values.excludedPaths));
  const reportEmails = atMost(reportEmailsMax, parseEmails(values.reportEmails));
  const locale = parseLocale(values.locale);
  const retentionMonths = parseMonths(values.retentionMonths);
  const faults: SiteFormFaults = {
    ...(domain ? {} : { domain: "domain_invalid" }),
    ...(hostnames ? {} : { hostnames: "hostnames_invalid" }),
    ...(excludedIps ? {} : { excludedIps: "ips_invalid" }),
    ...(excludedPaths ? {} : { excludedPaths: "paths_invalid" }),
    ...(reportEmails ? {} : { reportEmails: "emails_invalid" }),
    ...(zones.includes(values.timeZone) ? {} : { timeZone: "zone_invalid" }),
    ...(locale ? {} : { locale: "locale_invalid" }),
    ...(retentionMonths === undefined ? { retentionMonths: "months_invalid" } : {}),
  };
  if (!domain || !hostnames || !excludedIps || !excludedPaths || !locale || faults.timeZone)
    return { values, fields: null, faults };
  if (retentionMonths === undefined || !reportEmails) return { values, fields: null, faults };
  // Who names nothing calls the site by its domain, as most people do.
  const name = values.name || domain;
  const lists = { hostnames, excludedIps, excludedPaths, reportEmails };
  return { values, fields: { ...values, ...lists, name, domain, locale, retentionMonths }, faults };
}

/** A list, unless it is none or too long. */
function atMost(max: number, list: string[] | null): string[] | null {
  return list && list.length <= max ? list : null;
}

/** Addresses apart by commas, spaces or lines, each once; null when one of them is none. */
function parseEmails(text: string): string[] | null {
  const emails = text
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(parseEmail);
  return emails.includes(null) ? null : [...new Set(emails.filter((email) => email !== null))];
}

/** A number of months; null of an empty field, undefined of anything else. */
function parseMonths(text: string): number | null | undefined {
  if (text === "") return null;
  const months = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return months >= 1 && months <= retentionMonthsMax ? months : undefined;
}

/** What the form of a new site shows at first. */
export function newSiteValues(locale: Site["locale"]): SiteFormValues {
  return siteValues({ ...newSiteFields({ domain: "", name: "", timeZone: "UTC" }), locale });
}

/** What the form shows of a site that there is. */
export function siteValues(site: SiteFields): SiteFormValues {
  return {
    name: site.name,
    domain: site.domain,
    hostnames: site.hostnames.join(", "),
    includeSubdomains: site.includeSubdomains,
    timeZone: site.timeZone,
    locale: site.locale,
    hashMode: site.hashMode,
    respectDnt: site.respectDnt,
    countTestTraffic: site.countTestTraffic,
    countLinks: site.countLinks,
    countForms: site.countForms,
    excludedIps: site.excludedIps.join(", "),
    excludedPaths: site.excludedPaths.join(", "),
    retentionMonths: site.retentionMonths === null ? "" : String(site.retentionMonths),
    reportEmails: site.reportEmails.join(", "),
    alertSpike: site.alertSpike,
    alertDrop: site.alertDrop,
    alertSilence: site.alertSilence,
  };
}

/** What a client who may change a site's settings may not: where it is, and what is kept of it. */
export function keptOf(site: Site, role: "admin" | "client"): Kept {
  if (role === "admin") return {};
  const { domain, retentionMonths } = siteValues(site);
  return { domain, retentionMonths };
}

/** A site on this machine or a private network has no visits but those of its maker. */
export function withLocalDefaults(fields: SiteFields): SiteFields {
  return isLocalHost(fields.domain) ? { ...fields, countTestTraffic: true } : fields;
}
