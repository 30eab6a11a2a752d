import type { Locale } from "#src/lib/locale.ts";
import { Button } from "#views/components/button.tsx";
import { Checkbox } from "#views/components/checkbox.tsx";
import { CsrfInput } from "#views/components/csrf-input.tsx";
import { Field } from "#views/components/field.tsx";
import { Select } from "#views/components/select.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

/** What people set about themselves. */
export interface ProfileValues {
  name: string;
  locale: Locale;
  theme: "system" | "light" | "dark";
  weeklyMail: boolean;
  monthlyMail: boolean;
}

interface ProfileFormProps {
  shell: Shell;
  values: ProfileValues;
  isNameMissing: boolean;
}

// Each language in its own words, for who cannot read the one that is on.
const languages = [
  { value: "en", label: "English" },
  { value: "fr", label: "Français" },
];

export function ProfileForm({ shell, values, isNameMissing }: ProfileFormProps) {
  const { account, common, profile } = messagesFor(shell.locale);
  const themes = (["system", "light", "dark"] as const).map((value) => ({
    value,
    label: profile.themes[value],
  }));
  return (
    <form method="post" action="/account" class="form">
      <CsrfInput token={shell.csrf} />
      <Field
        label={account.name}
        name="name"
        value={values.name}
        error={isNameMissing ? account.errors.name_missing : undefined}
        autocomplete="name"
        maxLength={100}
        required
      />
      <Select label={profile.language} name="locale" value={values.locale} options={languages} />
      <Select label={profile.theme} name="theme" value={values.theme} options={themes} />
      <fieldset class="fieldset">
        <legend>{profile.mails}</legend>
        <Checkbox label={profile.weeklyMail} name="weeklyMail" checked={values.weeklyMail} />
        <Checkbox label={profile.monthlyMail} name="monthlyMail" checked={values.monthlyMail} />
      </fieldset>
      <Button>{common.save}</Button>
    </form>
  );
}
