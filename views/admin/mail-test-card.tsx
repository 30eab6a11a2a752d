import { Button } from "#views/components/button.tsx";
import { CsrfInput } from "#views/components/csrf-input.tsx";
import { Field } from "#views/components/field.tsx";
import { Notice } from "#views/components/notice.tsx";
import type { Shell } from "#views/layouts/shell.ts";
import { messagesFor } from "#views/messages/catalogue.ts";

/** A test mail as it was asked for, and what became of it. */
export interface MailTest {
  typed: string;
  isInvalid: boolean;
  result: { kind: "sent" | "refused" | "unknown"; email: string; answer: string } | null;
}

interface MailTestCardProps {
  shell: Shell;
  /** Who takes the mails; null when nobody does. */
  carrier: string | null;
  test: MailTest;
}

/** Sends a mail at once, and shows what the mail server says. */
export function MailTestCard({ shell, carrier, test }: MailTestCardProps) {
  const { test: words } = messagesFor(shell.locale).mails;
  return (
    <section class="card" id="mail-test">
      <h2>{words.title}</h2>
      {carrier ? <p class="card-about">{words.about}</p> : <p>{words.notSetUp}</p>}
      {carrier && (
        <div class="stack">
          <Result {...{ shell, carrier, test }} />
          <form method="post" action="/admin/mails/test#mail-test" class="form">
            <CsrfInput token={shell.csrf} />
            <Field
              label={words.address}
              name="email"
              type="email"
              value={test.typed}
              error={test.isInvalid ? words.invalid : undefined}
              autocomplete="email"
              maxLength={254}
              required
            />
            <Button variant="secondary">{words.send}</Button>
          </form>
        </div>
      )}
    </section>
  );
}

const looks = { sent: "success", refused: "error", unknown: "warning" } as const;

function Result({ shell, carrier, test: { result } }: MailTestCardProps) {
  if (!result) return null;
  const { test: words } = messagesFor(shell.locale).mails;
  const { kind, email, answer } = result;
  return (
    <Notice kind={looks[kind]}>
      {words[kind]({ carrier: carrier ?? "", email })}
      <br />
      <code class="mail-answer">{answer}</code>
    </Notice>
  );
}
