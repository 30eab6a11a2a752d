import type { Config } from "#src/config.ts";
import { smtpMailer } from "./smtp.ts";

/** What somebody reads: the same in HTML and in plain text. */
export interface Letter {
  subject: string;
  html: string;
  text: string;
}

/** A letter with its address. Shape: `id` is the same for each try, so that a copy is known as one. */
export interface Message extends Letter {
  id: string;
  recipient: string;
}

/**
 * How a try ended. `final`: the address or the letter itself was refused, and will be again.
 * `unknown`: it was handed over, and no answer came; it may have been sent.
 */
export type Outcome =
  | { kind: "sent" }
  | { kind: "refused"; isFinal: boolean; why: string }
  | { kind: "unknown"; why: string };

/** One way by which mails leave. */
export interface Mailer {
  /**
   * Tries to send a mail. `handOver` is awaited when everything but the mail's end has been said:
   * until then the other side cannot have taken it. If it throws, the mail is not sent.
   */
  send(message: Message, handOver: () => Promise<void>): Promise<Outcome>;
}

type Settings = Pick<Config, "smtpUrl" | "mailFrom" | "publicUrl">;

/** The way that the operator has set up; null when there is none. */
export function createMailer({ smtpUrl, mailFrom, publicUrl }: Settings): Mailer | null {
  if (!mailFrom || !publicUrl) return null;
  if (smtpUrl) return smtpMailer({ url: smtpUrl, from: mailFrom });
  return null;
}
