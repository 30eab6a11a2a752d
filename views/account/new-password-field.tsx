import type { Locale } from "#src/lib/locale.ts";
import { Field } from "#views/components/field.tsx";
import { messagesFor } from "#views/messages/catalogue.ts";

/** Why a new password is not taken. */
export type PasswordFaultCode = "password_short" | "password_long" | "password_common";

interface NewPasswordFieldProps {
  locale: Locale;
  label: string;
  name?: string;
  fault: PasswordFaultCode | null;
}

/** Where a new password is typed, with what makes a good one. */
export function NewPasswordField({ locale, label, name, fault }: NewPasswordFieldProps) {
  const { account } = messagesFor(locale);
  return (
    <Field
      label={label}
      name={name ?? "password"}
      type="password"
      hint={account.passwordHint}
      error={fault ? account.errors[fault] : undefined}
      autocomplete="new-password"
      minLength={8}
      maxLength={128}
      required
    />
  );
}
