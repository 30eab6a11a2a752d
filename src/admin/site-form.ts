import type { Form } from "#src/lib/form.ts";
import { isTimeZone } from "#src/lib/time.ts";
import { usualTrackerSettings } from "#src/lib/tracker-variant.ts";
import { exclusionsMax, parseExcludedIps, parseExcludedPaths } from "#src/sites/exclusions.ts";
import { isLocalHost, parseDomain, parseHostnames } from "#src/sites/hostnames.ts";
import type { Site, SiteFields } from "#src/sites/site.ts";
import type { SiteFormFaults, SiteFormValues } from "#views/sites/site-form.tsx";

const nameMax = 100;
const hostnamesMax = 50;
const listTextMax = 10_000;

/** The zones that a site can have, as the form lists them. */
export const timeZones: readonly string[] = [
  "UTC",
  ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC"),
];

/** A form that was sent. Shape: `fields` is null when there are faults. */
interface ParsedSiteForm {
  values: SiteFormValues;
  fields: SiteFields | null;
  faults: SiteFormFaults;
}

/** Reads what a person has typed of a site. */
export function parseSiteForm(form: Form): ParsedSiteForm {
  const values: SiteFormValues = {
    name: form.text("name", nameMax),
    domain: form.text("domain", 2_000),
    hostnames: form.text("hostnames", listTextMax),
    timeZone: form.text("timeZone"),
    hashMode: form.checked("hashMode"),
    respectDnt: form.checked("respectDnt"),
    countTestTraffic: form.checked("countTestTraffic"),
    countLinks: form.checked("countLinks"),
    countForms: form.checked("countForms"),
    excludedIps: form.text("excludedIps", listTextMax),
    excludedPaths: form.text("excludedPaths", listTextMax),
  };
  const domain = parseDomain(values.domain);
  const hostnames = atMost(hostnamesMax, parseHostnames(values.hostnames));
  const excludedIps = atMost(exclusionsMax, parseExcludedIps(values.excludedIps));
  const excludedPaths = atMost(exclusionsMax, parseExcludedPaths(values.excludedPaths));
  const faults: SiteFormFaults = {
    ...(domain ? {} : { domain: "domain_invalid" }),
    ...(hostnames ? {} : { hostnames: "hostnames_invalid" }),
    ...(excludedIps ? {} : { excludedIps: "ips_invalid" }),
    ...(excludedPaths ? {} : { excludedPaths: "paths_invalid" }),
    ...(isTimeZone(values.timeZone) ? {} : { timeZone: "zone_invalid" }),
  };
  if (!domain || !hostnames || !excludedIps || !excludedPaths || faults.timeZone)
    return { values, fields: null, faults };
  // Who names nothing calls the site by its domain, as most people do.
  const name = values.name || domain;
  const lists = { hostnames, excludedIps, excludedPaths };
  return { values, fields: { ...values, ...lists, name, domain }, faults };
}

/** A list, unless it is none or too long. */
function atMost(max: number, list: string[] | null): string[] | null {
  return list && list.length <= max ? list : null;
}

/** What the form of a new site shows at first. */
export const newSiteValues: SiteFormValues = {
  name: "",
  domain: "",
  hostnames: "",
  timeZone: "UTC",
  ...usualTrackerSettings,
  excludedIps: "",
  excludedPaths: "",
};

/** What the form shows of a site that there is. */
export function siteValues(site: Site): SiteFormValues {
  return {
    ...pickFields(site),
    hostnames: site.hostnames.join(", "),
    excludedIps: site.excludedIps.join(", "),
    excludedPaths: site.excludedPaths.join(", "),
  };
}

/** A site on this machine or a private network has no visits but those of its maker. */
export function withLocalDefaults(fields: SiteFields): SiteFields {
  return isLocalHost(fields.domain) ? { ...fields, countTestTraffic: true } : fields;
}

function pickFields({ name, domain, timeZone, hashMode, respectDnt, ...site }: Site) {
  const { countTestTraffic, countLinks, countForms } = site;
  const tracker = { hashMode, respectDnt, countTestTraffic, countLinks, countForms };
  return { name, domain, timeZone, ...tracker };
}
