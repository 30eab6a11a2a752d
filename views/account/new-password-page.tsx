import { Button } from "#views/components/button.tsx";
import { CsrfInput } from "#views/components/csrf-input.tsx";
import { Field } from "#views/components/field.tsx";
import { Door } from "#views/layouts/door.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { BackToSignIn } from "./back-to-sign-in.tsx";
import { NewPasswordField, type PasswordFaultCode } from "./new-password-field.tsx";

export interface NewPasswordPageProps {
  shell: Shell;
  token: string;
  name: string;
  email: string;
  /** A first password is a welcome. */
  isFirst: boolean;
  fault: PasswordFaultCode | null;
}

/** Where a link leads: the form of a password, for whom it says. */
export function NewPasswordPage(props: NewPasswordPageProps) {
  const { shell, token, name, email, isFirst, fault } = props;
  const { account, passwords } = messagesFor(shell.locale);
  return (
    <Door shell={shell} title={isFirst ? passwords.welcomeTitle({ name }) : passwords.newTitle}>
      <p class="card-about">{isFirst ? passwords.welcomeAbout : passwords.newAbout({ name })}</p>
      <form method="post" action={`/password/${token}`} class="form">
        <CsrfInput token={shell.csrf} />
        <Field
          label={account.email}
          name="email"
          type="email"
          value={email}
          autocomplete="username"
          readOnly
        />
        <NewPasswordField
          locale={shell.locale}
          label={isFirst ? account.password : passwords.newPassword}
          fault={fault}
        />
        <Button>{passwords.set}</Button>
      </form>
    </Door>
  );
}

/** Where a link leads that is used, over, or was never one: to a new one. */
export function LinkOverPage({ shell }: { shell: Shell }) {
  const { passwords } = messagesFor(shell.locale);
  return (
    <Door shell={shell} title={passwords.overTitle}>
      <p class="card-about">{passwords.over}</p>
      <Button href="/forgot-password">{passwords.newLink}</Button>
      <BackToSignIn shell={shell} />
    </Door>
  );
}
