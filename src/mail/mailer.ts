import type { Config } from "#src/config.ts";
import { resendMailer } from "./resend.ts";
import { smtpMailer } from "./smtp.ts";

/**
 * What somebody reads: the same in HTML and in plain text. Shape: a POST to `unsubscribeUrl` ends
 * such mails, as RFC 8058 has it; mails that are not sent by habit have none.
 */
export interface Letter {
  subject: string;
  html: string;
  text: string;
  unsubscribeUrl?: string;
  /** It holds a link made for this one try: that of another try is another letter. */
  hasOwnLink?: boolean;
}

/** A letter with its address. Shape: one that is sent again keeps its `id`, by which a copy is known. */
export interface Message extends Letter {
  id: string;
  recipient: string;
}

/**
 * How a try ended, in the other side's words. `final`: the address or the letter itself was refused,
 * and will be again. `unknown`: it was handed over, and no answer came; it may have been sent.
 */
export type Outcome =
  | { kind: "sent"; answer: string }
  | { kind: "refused"; isFinal: boolean; why: string }
  | { kind: "unknown"; why: string };

/** What the other side has said of a try. */
export function answerOf(outcome: Outcome): string {
  return outcome.kind === "sent" ? outcome.answer : outcome.why;
}

/** One way by which mails leave. */
export interface Mailer {
  /**
   * Tries to send a mail. `handOver` is awaited when everything but the mail's end has been said:
   * until then the other side cannot have taken it. If it throws, the mail is not sent.
   */
  send(message: Message, handOver: () => Promise<void>): Promise<Outcome>;
}

/** What of the configuration says how mails leave. */
export type MailSettings = Pick<Config, "smtpUrl" | "resendApiKey" | "mailFrom" | "publicUrl">;

interface MailerOptions {
  /** How long a silence of the other side is borne. Units: milliseconds. */
  patienceMs?: number;
}

/** The way that the operator has set up; null when there is none. */
export function createMailer(settings: MailSettings, options: MailerOptions = {}): Mailer | null {
  const { smtpUrl, resendApiKey, mailFrom: from, publicUrl } = settings;
  if (!from || !publicUrl) return null;
  if (smtpUrl) return smtpMailer({ url: smtpUrl, from, ...options });
  if (resendApiKey) return resendMailer({ apiKey: resendApiKey, from, ...options });
  return null;
}

/** Who takes our mails, to be read: the host of the SMTP server, or Resend; null when nobody does. */
export function nameCarrier(settings: MailSettings): string | null {
  const { smtpUrl, resendApiKey, mailFrom, publicUrl } = settings;
  if (!mailFrom || !publicUrl) return null;
  // The rest of the address may hold a password.
  if (smtpUrl) return new URL(smtpUrl).hostname;
  return resendApiKey ? "Resend" : null;
}
