import type { Locale } from "#src/lib/locale.ts";
import { Checkbox } from "#views/components/checkbox.tsx";
import { Field } from "#views/components/field.tsx";
import { Select } from "#views/components/select.tsx";
import { type Messages, messagesFor } from "#views/messages/catalogue.ts";

/** What the form holds, as it was typed. */
export interface SiteFormValues {
  name: string;
  domain: string;
  hostnames: string;
  includeSubdomains: boolean;
  timeZone: string;
  locale: string;
  hashMode: boolean;
  respectDnt: boolean;
  countTestTraffic: boolean;
  countLinks: boolean;
  countForms: boolean;
  excludedIps: string;
  excludedPaths: string;
  /** Empty for what the instance keeps. */
  retentionMonths: string;
  reportEmails: string;
  alertSpike: boolean;
  alertDrop: boolean;
  alertSilence: boolean;
}

type Fault = keyof Messages["sites"]["errors"];

/** Codes of what is wrong, by field. */
export interface SiteFormFaults {
  domain?: "domain_invalid" | "domain_taken";
  hostnames?: "hostnames_invalid";
  timeZone?: "zone_invalid";
  locale?: "locale_invalid";
  excludedIps?: "ips_invalid";
  excludedPaths?: "paths_invalid";
  retentionMonths?: "months_invalid";
  reportEmails?: "emails_invalid";
}

/** What the groups of fields are given, each of which shows its own. */
export interface SiteFieldsProps {
  locale: Locale;
  values: SiteFormValues;
  faults: SiteFormFaults;
  timeZones: readonly string[];
  /** Whether the reader may set everything; a client who may change settings may not. */
  isAdmin: boolean;
  /** How many months the instance keeps; 0 is all of them. */
  instanceMonths: number;
  /** How many months it keeps single events, where it says so; else null. */
  eventMonths: number | null;
}

/** Where the site is, what it is called and where its days begin. */
export function BasicFields({ locale, values, faults, timeZones, isAdmin }: SiteFieldsProps) {
  const { sites } = messagesFor(locale);
  const zones = timeZones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
  return (
    <>
      <Field
        label={sites.domain}
        name="domain"
        hint={isAdmin ? sites.domainHint : sites.domainFixed}
        value={values.domain}
        error={said(locale, faults.domain)}
        spellcheck={false}
        inputMode="url"
        readOnly={!isAdmin}
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
        error={said(locale, faults.timeZone)}
        options={zones}
      />
    </>
  );
}

/** What is sent of the site by mail besides to those who sign in, and in which language. */
export function MailFields(props: SiteFieldsProps) {
  const { locale, values, faults } = props;
  const { sites } = messagesFor(locale);
  const alert = (name: "alertSpike" | "alertDrop" | "alertSilence") => (
    <Checkbox label={sites[name]} name={name} hint={sites[`${name}Hint`]} checked={values[name]} />
  );
  return (
    <>
      <LocaleField {...props} />
      <Field
        label={sites.reportEmails}
        name="reportEmails"
        hint={sites.reportEmailsHint}
        value={values.reportEmails}
        error={said(locale, faults.reportEmails)}
        spellcheck={false}
        inputMode="email"
      />
      <fieldset class="fieldset">
        <legend>{sites.alerts}</legend>
        {alert("alertSpike")}
        {alert("alertDrop")}
        {alert("alertSilence")}
      </fieldset>
    </>
  );
}

function LocaleField({ locale, values, faults }: SiteFieldsProps) {
  const { sites } = messagesFor(locale);
  return (
    <Select
      label={sites.locale}
      name="locale"
      hint={sites.localeHint}
      value={values.locale}
      error={said(locale, faults.locale)}
      options={[
        { value: "en", label: "English" },
        { value: "fr", label: "Français" },
      ]}
    />
  );
}

/** Which visits are counted, and what of them. */
export function CountedFields({ locale, values, faults }: SiteFieldsProps) {
  const { sites } = messagesFor(locale);
  const checkbox = (name: Choice) => (
    <Checkbox label={sites[name]} name={name} hint={sites[`${name}Hint`]} checked={values[name]} />
  );
  const list = (name: "hostnames" | "excludedIps" | "excludedPaths") => (
    <Field
      label={sites[name]}
      name={name}
      hint={sites[`${name}Hint`]}
      value={values[name]}
      error={said(locale, faults[name])}
      spellcheck={false}
    />
  );
  return (
    <>
      {checkbox("includeSubdomains")}
      {list("hostnames")}
      {list("excludedIps")}
      {list("excludedPaths")}
      {checkbox("countLinks")}
      {checkbox("countForms")}
      {checkbox("hashMode")}
      {checkbox("countTestTraffic")}
    </>
  );
}

type Choice = "includeSubdomains" | "countLinks" | "countForms" | "hashMode" | "countTestTraffic";

/** Whom the site leaves alone, and for how long it remembers. */
export function PrivacyFields(props: SiteFieldsProps) {
  const { locale, values, faults, isAdmin, instanceMonths, eventMonths } = props;
  const { sites } = messagesFor(locale);
  const kept = sites.keptFor({ count: instanceMonths });
  const events = eventMonths
    ? ` ${sites.eventsKept({ kept: sites.keptFor({ count: eventMonths }) })}`
    : "";
  return (
    <>
      <Checkbox
        label={sites.respectDnt}
        name="respectDnt"
        hint={sites.respectDntHint}
        checked={values.respectDnt}
      />
      {isAdmin ? (
        <Field
          label={sites.retentionMonths}
          name="retentionMonths"
          type="number"
          min="1"
          max="1200"
          inputMode="numeric"
          hint={`${sites.retentionMonthsHint({ kept })}${events}`}
          value={values.retentionMonths}
          error={said(locale, faults.retentionMonths)}
        />
      ) : (
        <p class="field-hint">
          {sites.retentionIs({
            kept: values.retentionMonths
              ? sites.keptFor({ count: Number(values.retentionMonths) })
              : kept,
          })}
          {events}
        </p>
      )}
    </>
  );
}

function said(locale: Locale, code: Fault | undefined): string | undefined {
  return code && messagesFor(locale).sites.errors[code];
}
