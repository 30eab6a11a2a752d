import type { Form } from "#src/lib/form.ts";
import { isTimeZone } from "#src/lib/time.ts";
import { isLocalHost, parseDomain, parseHostnames } from "#src/sites/hostnames.ts";
import type { Site, SiteFields } from "#src/sites/site.ts";
import type { SiteFormFaults, SiteFormValues } from "#views/sites/site-form.tsx";

const nameMax = 100;
const hostnamesMax = 50;

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
    hostnames: form.text("hostnames", 10_000),
    timeZone: form.text("timeZone"),
    hashMode: form.checked("hashMode"),
    respectDnt: form.checked("respectDnt"),
    countTestTraffic: form.checked("countTestTraffic"),
  };
  const domain = parseDomain(values.domain);
  const hostnames = parseHostnames(values.hostnames);
  const isTooMany = hostnames !== null && hostnames.length > hostnamesMax;
  const faults: SiteFormFaults = {
    ...(domain ? {} : { domain: "domain_invalid" }),
    ...(hostnames && !isTooMany ? {} : { hostnames: "hostnames_invalid" }),
    ...(isTimeZone(values.timeZone) ? {} : { timeZone: "zone_invalid" }),
  };
  if (!domain || !hostnames || Object.keys(faults).length > 0)
    return { values, fields: null, faults };
  // Who names nothing calls the site by its domain, as most people do.
  const name = values.name || domain;
  return { values, fields: { ...values, name, domain, hostnames }, faults };
}

/** What the form of a new site shows at first. */
export const newSiteValues: SiteFormValues = {
  name: "",
  domain: "",
  hostnames: "",
  timeZone: "UTC",
  hashMode: false,
  respectDnt: false,
  countTestTraffic: false,
};

/** What the form shows of a site that there is. */
export function siteValues(site: Site): SiteFormValues {
  return { ...pickFields(site), hostnames: site.hostnames.join(", ") };
}

/** A site on this machine or a private network has no visits but those of its maker. */
export function withLocalDefaults(fields: SiteFields): SiteFields {
  return isLocalHost(fields.domain) ? { ...fields, countTestTraffic: true } : fields;
}

function pickFields({ name, domain, timeZone, hashMode, respectDnt, countTestTraffic }: Site) {
  return { name, domain, timeZone, hashMode, respectDnt, countTestTraffic };
}
