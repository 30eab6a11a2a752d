import { Button } from "#views/components/button.tsx";
import { CsrfInput } from "#views/components/csrf-input.tsx";
import { Field } from "#views/components/field.tsx";
import { Notice } from "#views/components/notice.tsx";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { NewPasswordField, type PasswordFaultCode } from "./new-password-field.tsx";
import { ProfileForm, type ProfileValues } from "./profile-form.tsx";
import { passwordRefusal, type Refusal } from "./refusal.ts";
import { SessionList, type SessionRow } from "./session-list.tsx";

/** What a redirect to the page can say of what was done: the names of its address's query. */
export const notices = ["saved", "password", "ended", "factor_off"] as const;

export interface AccountPageProps {
  shell: Shell;
  email: string;
  notice: (typeof notices)[number] | null;
  values: ProfileValues;
  isNameMissing: boolean;
  /** Why the old password was not taken, and what is wrong with the new one. */
  passwordRefusal: Refusal | null;
  fault: PasswordFaultCode | null;
  hasSecondFactor: boolean;
  sessions: readonly SessionRow[];
}

/** The account of whoever has signed in. */
export function AccountPage(props: AccountPageProps) {
  const { shell, email, notice, sessions } = props;
  const { profile } = messagesFor(shell.locale);
  const said = {
    saved: profile.saved,
    password: profile.passwordChanged,
    ended: profile.sessionEnded,
    factor_off: profile.factorIsOff,
  };
  return (
    <Page shell={shell} title={profile.title} narrow>
      {notice && <Notice kind="success">{said[notice]}</Notice>}
      <section class="card">
        <h1>{profile.title}</h1>
        <p class="card-about">{email}</p>
        <ProfileForm {...props} />
      </section>
      <PasswordSection {...props} />
      <FactorSection {...props} />
      <SessionList shell={shell} sessions={sessions} />
    </Page>
  );
}

function PasswordSection({ shell, email, passwordRefusal: refusal, fault }: AccountPageProps) {
  const { profile } = messagesFor(shell.locale);
  return (
    <section class="card" id="password-section">
      <h2>{profile.passwordTitle}</h2>
      <p class="card-about">{profile.passwordAbout}</p>
      <form method="post" action="/account/password#password-section" class="form">
        <CsrfInput token={shell.csrf} />
        {/* Tells a password manager whose password it is. */}
        <input type="text" name="email" value={email} autocomplete="username" hidden readOnly />
        <Field
          label={profile.passwordNow}
          name="password"
          type="password"
          error={passwordRefusal(shell.locale, refusal)}
          autocomplete="current-password"
          required
        />
        <NewPasswordField
          locale={shell.locale}
          label={profile.passwordNew}
          name="newPassword"
          fault={fault}
        />
        <Button variant="secondary">{profile.passwordChange}</Button>
      </form>
    </section>
  );
}

function FactorSection({ shell, hasSecondFactor }: AccountPageProps) {
  const { profile } = messagesFor(shell.locale);
  return (
    <section class="card">
      <h2>{profile.factorTitle}</h2>
      <p class="card-about">{hasSecondFactor ? profile.factorOn : profile.factorOff}</p>
      <Button href="/account/two-factor" variant="secondary">
        {hasSecondFactor ? profile.factorSettings : profile.factorSetUp}
      </Button>
    </section>
  );
}
