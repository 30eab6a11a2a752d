import { Button } from "#views/components/button.tsx";
import { CopyBox } from "#views/components/copy-box.tsx";
import { CsrfInput } from "#views/components/csrf-input.tsx";
import { Field } from "#views/components/field.tsx";
import { Notice } from "#views/components/notice.tsx";
import { Page } from "#views/layouts/page.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { QrCode } from "./qr-code.tsx";

interface TwoFactorSetUpProps {
  shell: Shell;
  /** What the QR code holds, and its secret for typing in. */
  uri: string;
  secret: string;
  /** An admin asks for it, and nothing else opens before. */
  isAsked: boolean;
  isWrong: boolean;
}

/** The three steps from an app to the first code. */
export function TwoFactorSetUpPage({ shell, uri, secret, isAsked, isWrong }: TwoFactorSetUpProps) {
  const { twoFactor } = messagesFor(shell.locale);
  return (
    <Page shell={shell} title={twoFactor.title} narrow>
      <section class="card">
        <h1>{twoFactor.title}</h1>
        <p class="card-about">{twoFactor.about}</p>
        {isAsked && <Notice kind="warning">{twoFactor.asked}</Notice>}
        <ol class="steps">
          <li>{twoFactor.stepApp}</li>
          <li>
            <p>{twoFactor.stepScan}</p>
            <QrCode text={uri} label={twoFactor.qr} />
            <p>{twoFactor.stepType}</p>
            <CopyBox locale={shell.locale} label={twoFactor.key} text={secret} />
          </li>
          <li>
            <p>{twoFactor.stepCode}</p>
            <form method="post" action="/account/two-factor" class="form">
              <CsrfInput token={shell.csrf} />
              <Field
                label={twoFactor.code}
                name="code"
                hint={twoFactor.codeHint}
                error={isWrong ? twoFactor.codeWrong : undefined}
                autocomplete="one-time-code"
                inputMode="numeric"
                maxLength={7}
                required
              />
              <Button>{twoFactor.turnOn}</Button>
            </form>
          </li>
        </ol>
      </section>
    </Page>
  );
}
