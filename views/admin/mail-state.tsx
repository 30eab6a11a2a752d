import type { Locale } from "#src/lib/locale.ts";
import { messagesFor } from "#views/messages/catalogue.ts";
import type { MailRow } from "./mail-row.ts";

/** What became of a mail, with a mark. */
export function MailState({ locale, state }: { locale: Locale } & Pick<MailRow, "state">) {
  return (
    <span class="mail-state" data-state={state}>
      {messagesFor(locale).mails.states[state]}
    </span>
  );
}
