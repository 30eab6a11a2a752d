import { Button } from "#views/components/button.tsx";
import { CsrfInput } from "#views/components/csrf-input.tsx";
import { Field } from "#views/components/field.tsx";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { passwordRefusal, type Refusal } from "./refusal.ts";

export interface TwoFactorOnProps {
  shell: Shell;
  codesLeft: number;
  /** An admin asks for it, so that it cannot be turned off. */
  isAsked: boolean;
  /** Which of the two forms was refused, and why. */
  refusal: { of: "codes" | "off"; refusal: Refusal } | null;
}

/** A second factor that is on: new recovery codes, and how to turn it off. */
export function TwoFactorOnPage({ shell, codesLeft, isAsked, refusal }: TwoFactorOnProps) {
  const { twoFactor } = messagesFor(shell.locale);
  const refusalOf = (form: "codes" | "off") => (refusal?.of === form ? refusal.refusal : null);
  return (
    <Page shell={shell} title={twoFactor.title} narrow>
      <section class="card">
        <h1>{twoFactor.title}</h1>
        <p>{twoFactor.on}</p>
      </section>
      <section class="card">
        <h2>{twoFactor.leftTitle}</h2>
        <p class="card-about">{twoFactor.left({ count: codesLeft })}</p>
        <PasswordForm shell={shell} of="codes" refusal={refusalOf("codes")}>
          {twoFactor.renew}
        </PasswordForm>
      </section>
      <section class="card">
        <h2>{twoFactor.offTitle}</h2>
        <p class={isAsked ? undefined : "card-about"}>
          {isAsked ? twoFactor.offRefused : twoFactor.offAbout}
        </p>
        {!isAsked && (
          <PasswordForm shell={shell} of="off" refusal={refusalOf("off")}>
            {twoFactor.off}
          </PasswordForm>
        )}
      </section>
    </Page>
  );
}

interface PasswordFormProps {
  shell: Shell;
  of: "codes" | "off";
  refusal: Refusal | null;
  children: string;
}

/** A form that the password confirms; its field is named for the form, since there are two. */
function PasswordForm({ shell, of, refusal, children }: PasswordFormProps) {
  const { profile } = messagesFor(shell.locale);
  return (
    <form method="post" action={`/account/two-factor/${of}`} class="form">
      <CsrfInput token={shell.csrf} />
      <Field
        label={profile.passwordNow}
        name={`${of}Password`}
        type="password"
        error={passwordRefusal(shell.locale, refusal)}
        autocomplete="current-password"
        required
      />
      <Button variant={of === "off" ? "danger" : "secondary"}>{children}</Button>
    </form>
  );
}
