import { keepLanguage } from "#src/lib/language-link.ts";
import { Button } from "#views/components/button.tsx";
import { Field } from "#views/components/field.tsx";
import { Notice } from "#views/components/notice.tsx";
import { Door } from "#views/layouts/door.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

export interface SignInPageProps {
  shell: Shell;
  email: string;
  /** Where to go afterwards: a path of this server. */
  next: string;
  refusal: { why: "wrong" } | { why: "wait"; seconds: number } | null;
}

export function SignInPage({ shell, email, next, refusal }: SignInPageProps) {
  const { account, passwords } = messagesFor(shell.locale);
  const to = (path: string) => keepLanguage(path, shell.path);
  return (
    <Door shell={shell} title={account.signInTitle} hasLanguages>
      {refusal && (
        <Notice kind="error">
          {refusal.why === "wait"
            ? account.waitFor({ seconds: refusal.seconds })
            : account.errors.sign_in_refused}
        </Notice>
      )}
      <form method="post" action={to("/sign-in")} class="form">
        <input type="hidden" name="next" value={next} />
        <Field
          label={account.email}
          name="email"
          type="email"
          value={email}
          autocomplete="username"
          required
        />
        <Field
          label={account.password}
          name="password"
          type="password"
          autocomplete="current-password"
          required
        />
        <Button>{account.signIn}</Button>
      </form>
      <p class="door-more">
        <a href={to("/forgot-password")}>{passwords.forgot}</a>
      </p>
    </Door>
  );
}
