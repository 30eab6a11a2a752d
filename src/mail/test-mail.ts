import type { Locale } from "#src/lib/locale.ts";
import { testNote } from "#views/emails/test-note.ts";
import { letterOf } from "./letters.tsx";
import { createMailer, type MailSettings, type Outcome } from "./mailer.ts";

/** Whoever asks for a test waits for it, and a page does not wait as long as the outbox. */
const patienceMs = 10_000;

/** Sends a mail past the outbox to see whether one arrives; null when no mails can be sent. */
export async function sendTestMail(
  settings: MailSettings,
  { recipient, locale }: { recipient: string; locale: Locale },
): Promise<Outcome | null> {
  const mailer = createMailer(settings, { patienceMs });
  const { publicUrl } = settings;
  if (!mailer || !publicUrl) return null;
  const letter = letterOf(testNote({ locale, publicUrl }));
  // Each test is a mail of its own.
  const message = { ...letter, recipient, id: `test.${crypto.randomUUID()}` };
  return await mailer.send(message, async () => {});
}
