import { keepLanguage } from "#src/lib/language-link.ts";
import { Button } from "#views/components/button.tsx";
import { Field } from "#views/components/field.tsx";
import { Door } from "#views/layouts/door.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { NewPasswordField, type PasswordFaultCode } from "./new-password-field.tsx";

export interface SetupPageProps {
  shell: Shell;
  token: string;
  name: string;
  email: string;
  /** Codes of what is wrong, by field. */
  faults: { name?: "name_missing"; email?: "email_invalid"; password?: PasswordFaultCode };
}

/** The first admin's account. */
export function SetupPage({ shell, token, name, email, faults }: SetupPageProps) {
  const { account } = messagesFor(shell.locale);
  const say = (code: keyof typeof account.errors | undefined) => code && account.errors[code];
  return (
    <Door shell={shell} title={account.setUpTitle} hasLanguages>
      <p class="card-about">{account.setUpAbout}</p>
      <form method="post" action={keepLanguage(`/setup/${token}`, shell.path)} class="form">
        <Field
          label={account.name}
          name="name"
          value={name}
          error={say(faults.name)}
          autocomplete="name"
          required
        />
        <Field
          label={account.email}
          name="email"
          type="email"
          value={email}
          error={say(faults.email)}
          autocomplete="username"
          required
        />
        <NewPasswordField
          locale={shell.locale}
          label={account.password}
          fault={faults.password ?? null}
        />
        <Button>{account.createAccount}</Button>
      </form>
    </Door>
  );
}
