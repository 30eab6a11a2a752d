import type { Locale } from "#src/lib/locale.ts";
import { type Messages, messagesFor } from "#views/messages/catalogue.ts";

export interface Moment {
  /** As ISO text, and as the reader reads it. */
  iso: string;
  text: string;
}

/** A mail of the outbox, ready to be read. */
export interface MailRow {
  id: number;
  kind: keyof Messages["mails"]["kinds"];
  recipient: string;
  state: keyof Messages["mails"]["states"];
  tries: string;
  queuedAt: Moment;
  /** A reason of ours by its code, or what the mail server has said. */
  error: string | null;
}

/** Why a mail was not sent, in the reader's language where the words are ours. */
export function answerIn(locale: Locale, { error }: Pick<MailRow, "error">): string | null {
  const reasons: Record<string, string> = messagesFor(locale).mails.reasons;
  return error === null ? null : (reasons[error] ?? error);
}
