import { Button } from "#views/components/button.tsx";
import { CsrfInput } from "#views/components/csrf-input.tsx";
import { Field } from "#views/components/field.tsx";
import { Notice } from "#views/components/notice.tsx";
import { Door } from "#views/layouts/door.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import type { Refusal } from "./refusal.ts";

interface SignInCodeProps {
  shell: Shell;
  /** Where to go afterwards: a path of this server. */
  next: string;
  /** Whether a recovery code is asked for; either form takes both. */
  isRecovery: boolean;
  refusal: Refusal | null;
}

/** The second step of the sign-in. */
export function SignInCodePage({ shell, next, isRecovery, refusal }: SignInCodeProps) {
  const { account, twoFactor } = messagesFor(shell.locale);
  const query = `next=${encodeURIComponent(next)}`;
  const other = `/sign-in/code?${isRecovery ? "" : "by=recovery&"}${query}`;
  return (
    <Door shell={shell} title={twoFactor.signInTitle}>
      <p class="card-about">{isRecovery ? twoFactor.recoveryAbout : twoFactor.signInAbout}</p>
      {refusal && (
        <Notice kind="error">
          {refusal.why === "wait"
            ? twoFactor.signInWait({ seconds: refusal.seconds })
            : twoFactor.signInWrong}
        </Notice>
      )}
      <form method="post" action="/sign-in/code" class="form">
        <CsrfInput token={shell.csrf} />
        <input type="hidden" name="next" value={next} />
        {isRecovery && <input type="hidden" name="by" value="recovery" />}
        <Field
          label={isRecovery ? twoFactor.recoveryCode : twoFactor.code}
          name="code"
          autocomplete={isRecovery ? "off" : "one-time-code"}
          inputMode={isRecovery ? "text" : "numeric"}
          spellcheck={false}
          autofocus
          required
        />
        <Button>{account.signIn}</Button>
      </form>
      <p class="door-links">
        <a href={other}>{isRecovery ? twoFactor.useApp : twoFactor.useRecovery}</a>
        <a href={`/sign-in?${query}`}>{twoFactor.someoneElse}</a>
      </p>
    </Door>
  );
}
