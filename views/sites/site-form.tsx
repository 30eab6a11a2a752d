import type { Locale } from "#src/lib/locale.ts";
import { Checkbox } from "#views/components/checkbox.tsx";
import { Field } from "#views/components/field.tsx";
import { Select } from "#views/components/select.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";

/** What the form holds, as it was typed. */
export interface SiteFormValues {
  name: string;
  domain: string;
  hostnames: string;
  timeZone: string;
  hashMode: boolean;
  respectDnt: boolean;
  countTestTraffic: boolean;
  countLinks: boolean;
  countForms: boolean;
  excludedIps: string;
  excludedPaths: string;
}

/** Codes of what is wrong, by field. */
export interface SiteFormFaults {
  domain?: "domain_invalid" | "domain_taken";
  hostnames?: "hostnames_invalid";
  timeZone?: "zone_invalid";
  excludedIps?: "ips_invalid";
  excludedPaths?: "paths_invalid";
}

interface SiteFieldsProps {
  locale: Locale;
  values: SiteFormValues;
  faults: SiteFormFaults;
  timeZones: readonly string[];
  /** Whether what few sites need is shown at once. */
  isOpen: boolean;
}

/** The fields of a site, the same for a new one and for its settings. */
export function SiteFields({ locale, values, faults, timeZones, isOpen }: SiteFieldsProps) {
  const { sites } = messagesFor(locale);
  const say = (code: keyof typeof sites.errors | undefined) => code && sites.errors[code];
  const zones = timeZones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
  return (
    <>
      <Field
        label={sites.domain}
        name="domain"
        hint={sites.domainHint}
        value={values.domain}
        error={say(faults.domain)}
        spellcheck={false}
        inputMode="url"
        required
      />
      <Field
        label={sites.name}
        name="name"
        hint={sites.nameHint}
        value={values.name}
        maxLength={100}
      />
      <Select
        label={sites.timeZone}
        name="timeZone"
        hint={sites.timeZoneHint}
        value={values.timeZone}
        error={say(faults.timeZone)}
        options={zones}
      />
      <MoreFields {...{ locale, values, faults, isOpen }} />
    </>
  );
}

function MoreFields({ locale, values, faults, isOpen }: Omit<SiteFieldsProps, "timeZones">) {
  const { sites } = messagesFor(locale);
  const say = (code: keyof typeof sites.errors | undefined) => code && sites.errors[code];
  const isFaulty = Boolean(faults.hostnames ?? faults.excludedIps ?? faults.excludedPaths);
  return (
    <details class="more-fields" open={isOpen || isFaulty}>
      <summary>{sites.more}</summary>
      <div class="form">
        <Field
          label={sites.hostnames}
          name="hostnames"
          hint={sites.hostnamesHint}
          value={values.hostnames}
          error={say(faults.hostnames)}
          spellcheck={false}
        />
        <Field
          label={sites.excludedIps}
          name="excludedIps"
          hint={sites.excludedIpsHint}
          value={values.excludedIps}
          error={say(faults.excludedIps)}
          spellcheck={false}
        />
        <Field
          label={sites.excludedPaths}
          name="excludedPaths"
          hint={sites.excludedPathsHint}
          value={values.excludedPaths}
          error={say(faults.excludedPaths)}
          spellcheck={false}
        />
        <Checkbox
          label={sites.countLinks}
          name="countLinks"
          hint={sites.countLinksHint}
          checked={values.countLinks}
        />
        <Checkbox
          label={sites.countForms}
          name="countForms"
          hint={sites.countFormsHint}
          checked={values.countForms}
        />
        <Checkbox
          label={sites.hashMode}
          name="hashMode"
          hint={sites.hashModeHint}
          checked={values.hashMode}
        />
        <Checkbox
          label={sites.respectDnt}
          name="respectDnt"
          hint={sites.respectDntHint}
          checked={values.respectDnt}
        />
        <Checkbox
          label={sites.countTestTraffic}
          name="countTestTraffic"
          hint={sites.countTestTrafficHint}
          checked={values.countTestTraffic}
        />
      </div>
    </details>
  );
}
