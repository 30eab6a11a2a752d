import { keepLanguage } from "#src/lib/language-link.ts";
import { Button } from "#views/components/button.tsx";
import { CopyBox } from "#views/components/copy-box.tsx";
import { CsrfInput } from "#views/components/csrf-input.tsx";
import { Field } from "#views/components/field.tsx";
import { Notice } from "#views/components/notice.tsx";
import { Door } from "#views/layouts/door.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import { BackToSignIn } from "./back-to-sign-in.tsx";

export interface ForgotPasswordPageProps {
  shell: Shell;
  email: string;
  refusal: { why: "email_invalid" } | { why: "wait"; seconds: number } | null;
}

const command = "tracker-analytics user reset-password anna@example.com";

/** Asks for the address that a link is to be sent to. */
export function ForgotPasswordPage({ shell, email, refusal }: ForgotPasswordPageProps) {
  const { account, passwords } = messagesFor(shell.locale);
  return (
    <Door shell={shell} title={passwords.forgot} hasLanguages>
      <p class="card-about">{passwords.about}</p>
      {refusal?.why === "wait" && (
        <Notice kind="error">{passwords.waitFor({ seconds: refusal.seconds })}</Notice>
      )}
      <form method="post" action={keepLanguage("/forgot-password", shell.path)} class="form">
        <CsrfInput token={shell.csrf} />
        <Field
          label={account.email}
          name="email"
          type="email"
          value={email}
          error={refusal?.why === "email_invalid" ? account.errors.email_invalid : undefined}
          autocomplete="username"
          required
        />
        <Button>{passwords.send}</Button>
      </form>
      <BackToSignIn shell={shell} />
    </Door>
  );
}

/** What is said of every address, whether somebody has it or not. */
export function LinkSentPage({ shell }: { shell: Shell }) {
  const { passwords } = messagesFor(shell.locale);
  return (
    <Door shell={shell} title={passwords.sentTitle} hasLanguages>
      <p class="card-about">{passwords.sent}</p>
      <p class="card-about">{passwords.sentNothing}</p>
      <Button href={keepLanguage("/forgot-password", shell.path)} variant="secondary">
        {passwords.askAgain}
      </Button>
      <BackToSignIn shell={shell} />
    </Door>
  );
}

/** Where no mails are sent: whom to ask, and what to do when that is oneself. */
export function NoMailPage({ shell }: { shell: Shell }) {
  const { passwords } = messagesFor(shell.locale);
  return (
    <Door shell={shell} title={passwords.forgot} hasLanguages>
      <p class="card-about">{passwords.noMail}</p>
      <p class="card-about">{passwords.noMailAdmin}</p>
      <CopyBox locale={shell.locale} label={passwords.command} text={command} />
      <BackToSignIn shell={shell} />
    </Door>
  );
}
