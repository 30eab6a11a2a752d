import type { Locale } from "#src/lib/locale.ts";
import { Checkbox } from "#views/components/checkbox.tsx";
import { Field } from "#views/components/field.tsx";
import { Select } from "#views/components/select.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";
import { SiteAccess, type SiteChoice } from "./site-access.tsx";

/** What the form holds, as it was typed. */
export interface ClientFormValues {
  name: string;
  email: string;
  role: "admin" | "client";
  locale: Locale;
  requiresTotp: boolean;
  access: { siteId: number; domain: string; canEdit: boolean }[];
  /** What the sites were searched for. */
  search: string;
}

/** Codes of what is wrong, by field. */
export interface ClientFormFaults {
  name?: "name_missing";
  email?: "email_invalid" | "email_taken";
  role?: "last_admin";
}

export interface ClientFieldsProps {
  locale: Locale;
  values: ClientFormValues;
  faults: ClientFormFaults;
  sites: readonly SiteChoice[];
}

const languages = [
  { value: "en", label: "English" },
  { value: "fr", label: "Français" },
] as const;

/** The fields of somebody who signs in, the same for a new one and for a change. */
export function ClientFields({ locale, values, faults, sites }: ClientFieldsProps) {
  const { clients } = messagesFor(locale);
  const say = (code: keyof typeof clients.errors | undefined) => code && clients.errors[code];
  const roles = (["client", "admin"] as const).map((value) => ({
    value,
    label: clients.roles[value],
  }));
  return (
    <>
      <Field
        label={clients.name}
        name="name"
        value={values.name}
        error={say(faults.name)}
        maxLength={100}
        autocomplete="off"
        required
      />
      <Field
        label={clients.email}
        name="email"
        type="email"
        value={values.email}
        hint={clients.emailHint}
        error={say(faults.email)}
        maxLength={254}
        autocomplete="off"
        required
      />
      <Select
        label={clients.role}
        name="role"
        value={values.role}
        options={roles}
        hint={clients.roleHint}
        error={say(faults.role)}
      />
      <SiteAccess locale={locale} sites={sites} search={values.search} />
      <Select
        label={clients.language}
        name="locale"
        value={values.locale}
        options={languages}
        hint={clients.languageHint}
      />
      <Checkbox
        label={clients.requiresTwoFactor}
        name="requiresTotp"
        checked={values.requiresTotp}
        hint={clients.requiresTwoFactorHint}
      />
    </>
  );
}
